namespace Orleans;

/// <summary>What a lifecycle calls at a stage.</summary>
public interface ILifecycleObserver
{
    Task OnStart(CancellationToken cancellationToken = default);

    /// <summary>Ungraceful where the token is cancelled.</summary>
    Task OnStop(CancellationToken cancellationToken = default);
}
