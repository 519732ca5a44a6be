namespace OrleansInference.Embedded;

/// <summary>A call whose outcome is a <typeparamref name="T"/>.</summary>
internal sealed class PendingCall<T>(Node caller, MethodDescriptor method, GrainId target, CancellationToken token)
    : PendingCall(caller, method, target, token)
{
    private readonly TaskCompletionSource<T> _outcome = new(caller.Driver.CompletionOptions);

    public override Task<T> Task => _outcome.Task;

    protected override void SetResult(object? value) => _outcome.SetResult((T)value!);

    protected override void SetError(Exception error)
    {
        if (error is OperationCanceledException cancelled) _outcome.SetCanceled(cancelled.CancellationToken);
        else _outcome.SetException(error);
    }
}
