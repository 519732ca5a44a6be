namespace Orleans;

/// <summary>Something that starts and stops in stages.</summary>
public interface ILifecycleObservable
{
    /// <summary>Subscribes to one stage: start runs when it is reached, stop when it is left. Disposing the result unsubscribes.</summary>
    IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
}
