using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>One request's claim on a pool. Given back exactly once, however often it is returned.</summary>
/// <param name="isOnlyPlace">There was no other pool, so this one has to queue the request.</param>
internal sealed class PoolLease(VersionRoutes version, PoolRoute route, int items, bool isOnlyPlace) : IDisposable
{
    private int _returned;

    public PoolRoute Route { get; } = route;

    public bool IsOnlyPlace { get; } = isOnlyPlace;

    /// <param name="load">What the pool said with its answer; null where it said nothing.</param>
    public void Return(PoolLoad? load)
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0) version.Return(Route, items, load);
    }

    public void Dispose() => Return(null);
}
