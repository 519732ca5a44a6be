using System.Diagnostics.CodeAnalysis;
using Orleans.Storage;

namespace OrleansInference.Embedded;

/// <summary>A grain call on its way and at work. Made by the caller, changed only by whoever holds it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed where the request ends.")]
internal sealed partial class Request(Node caller, MethodDescriptor method, GrainId target, object?[] arguments, PendingCall? call) : Work
{
    private CancellationTokenSource? _cancellation;

    public override string Kind => "request";

    public Node Caller { get; } = caller;

    public MethodDescriptor Method { get; } = method;

    public GrainId Target { get; } = target;

    /// <summary>Null where nobody waits for the outcome.</summary>
    public PendingCall? Call { get; } = call;

    public Dictionary<string, object>? Context { get; init; } = RequestContext.Current;

    /// <summary>How often it was sent on.</summary>
    public int Forwarded { get; set; }

    public override bool IsAlwaysInterleave => Method.IsAlwaysInterleave;

    public override bool IsReadOnly => Method.IsReadOnly;

    public override Guid ReentrancyId =>
        Context is not null && Context.TryGetValue(RequestContext.CallChainKey, out var id) ? (Guid)id : Guid.Empty;

    public override void Deliver(Node to) => ((Silo)to).Receive(this);

    public override Message Duplicate(Node to)
    {
        var copy = new Request(Caller, Method, Target, [.. arguments], Call) { Context = Context, Forwarded = Forwarded };
        copy.CopyArguments(to);
        return copy;
    }

    /// <summary>Makes the arguments the request's own; fully where it goes to another node.</summary>
    public void CopyArguments(Node? destination) => Method.CopyArguments(arguments, destination);

    public override void Run(Activation activation)
    {
        if (Call is { IsCancelled: true })
        {
            Respond(activation.Silo, Response.Of(new OperationCanceledException("The request was cancelled before it ran.")));
            activation.Finished(this);
            return;
        }

        RequestContext.Current = Context;
        Task task;
        try
        {
            // A token that can be cancelled, whatever the caller gave: as in Orleans.
            if (Method.TokenIndex >= 0)
            {
                _cancellation = new CancellationTokenSource();
                arguments[Method.TokenIndex] = _cancellation.Token;
            }

            task = Method.Start(activation.GrainInstance!, arguments);
        }
        catch (Exception error)
        {
            End(activation, Response.Of(error));
            return;
        }

        if (task.IsCompleted) End(activation, task);
        else _ = AwaitAsync(activation, task);
    }

    /// <summary>Cancels the callee's token. In a turn of the activation.</summary>
    public void Cancel() => _cancellation?.Cancel();

    public override void Abandon(Silo silo, Exception? reason)
    {
        if (reason is null) silo.Forward(this);
        else Respond(silo, Response.Of(reason));
    }

    /// <summary>Sends the outcome to the caller.</summary>
    public void Respond(Node from, Response response)
    {
        if (from.IsCrashed) return;
        if (Call is null)
        {
            if (response.Error is not null) LogOneWayFailed(from.Logger, response.Error, this);
            return;
        }

        try
        {
            if (response.Error is null) response = Response.Of(Method.CopyResult(response.Value, ReferenceEquals(from, Caller) ? null : Caller));
        }
        catch (Exception error)
        {
            response = Response.Of(error);
        }

        from.Send(Caller, new ResponseMessage(Call, response));
    }

    /// <summary>It could not be sent.</summary>
    public void Fail(Exception error)
    {
        if (Call is null) LogOneWayFailed(Caller.Logger, error, this);
        else Call.Complete(Response.Of(error));
    }

    /// <summary>Tells the caller that nobody took the request.</summary>
    public void Reject(Node from, Exception reason)
    {
        if (Call is not null) from.Send(Caller, new ResponseMessage(Call, Response.Of(reason)));
    }

    public override string ToString() => $"{Method} to {Target} from {Caller.Address}";

    private async Task AwaitAsync(Activation activation, Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        End(activation, task);
    }

    private void End(Activation activation, Task task)
    {
        var response = task.IsCompletedSuccessfully ? Response.Of(Method.Result(task))
            : task.IsFaulted ? Response.Of(task.Exception!.InnerException!)
            : Response.Of(new TaskCanceledException(task));
        End(activation, response);
    }

    private void End(Activation activation, Response response)
    {
        // As in Orleans: what the activation believes of its state is not so.
        if (response.Error is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            activation.Deactivate(new(DeactivationReasonCode.ApplicationError, conflict.Message));
        }

        Respond(activation.Silo, response);
        _cancellation?.Dispose();
        activation.Finished(this);
    }
}
