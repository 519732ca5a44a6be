namespace OrleansInference.Embedded;

/// <summary>A lifecycle observer made of two functions.</summary>
internal sealed class LifecycleFunctions(Func<CancellationToken, Task> onStart, Func<CancellationToken, Task> onStop) : ILifecycleObserver
{
    public Task OnStart(CancellationToken cancellationToken) => onStart(cancellationToken);

    public Task OnStop(CancellationToken cancellationToken) => onStop(cancellationToken);
}
