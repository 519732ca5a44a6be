namespace OrleansInference.Embedded;

/// <summary>A call that waits for its outcome. Exactly one of response, cancellation, timeout, and loss of the target ends it.</summary>
internal abstract class PendingCall
{
    private readonly Node _caller;
    private readonly CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private int _ended;

    protected PendingCall(Node caller, MethodDescriptor method, GrainId target, CancellationToken token)
    {
        _caller = caller;
        _token = token;
        Method = method;
        Target = target;
        Timeout = method.ResponseTimeout ?? caller.Messaging.ResponseTimeout;
        Started = caller.Clock.GetTimestamp();
    }

    /// <summary>The order of calls at one node.</summary>
    public long Id { get; set; }

    public MethodDescriptor Method { get; }

    public GrainId Target { get; }

    public long Started { get; }

    public TimeSpan Timeout { get; }

    /// <summary>Where the request went; null while it looks for its target.</summary>
    public SiloAddress? Silo { get; set; }

    /// <summary>Whether its cancellation has reached the callee's silo, be it before the request.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>What the proxy returns.</summary>
    public abstract Task Task { get; }

    /// <summary>Cancels with the caller's token from now on.</summary>
    public void WatchToken()
    {
        if (!_token.CanBeCanceled) return;
        _registration = _token.UnsafeRegister(static state => ((PendingCall)state!).OnCancelled(), this);
        if (Volatile.Read(ref _ended) != 0) _registration.Dispose();
    }

    public void Complete(Response response)
    {
        if (_caller.IsCrashed || !TryEnd()) return;
        if (response.Error is null) SetResult(response.Value);
        else SetError(response.Error);
    }

    /// <summary>The node that called is not there, or no more.</summary>
    public void Abandon(Exception error)
    {
        if (TryEnd()) SetError(error);
    }

    public void OnTimeout()
    {
        if (!TryEnd()) return;
        if (_caller.Messaging.CancelRequestOnTimeout) SendCancel();
        SetError(new TimeoutException($"Response did not arrive on time in {Timeout} for message: {this}."));
    }

    public void OnTargetLost() => Complete(Response.Of(new SiloUnavailableException($"The target silo became unavailable for message: {this}.")));

    public override string ToString() => $"{Method} to {Target} at {Silo?.ToString() ?? "no silo yet"}";

    protected abstract void SetResult(object? value);

    protected abstract void SetError(Exception error);

    private void OnCancelled()
    {
        if (_caller.Messaging.WaitForCancellationAcknowledgement)
        {
            SendCancel();
            return;
        }

        if (!TryEnd()) return;
        SendCancel();
        SetError(new OperationCanceledException(_token));
    }

    private void SendCancel()
    {
        if (Method.TokenIndex >= 0 && Silo is not null && _caller.Fabric.Find(Silo) is { } node) _caller.Send(node, new CancelMessage(this, Target));
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return false;
        _caller.Calls.Remove(this);
        _registration.Dispose();
        return true;
    }
}
