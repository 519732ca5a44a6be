namespace OrleansInference.Routing;

/// <summary>One request's claim on a pool. Given back exactly once, however often it is disposed of.</summary>
internal sealed class PoolLease(PoolRoute route) : IDisposable
{
    private int _returned;

    public PoolRoute Route { get; } = route;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0) Route.Return();
    }
}
