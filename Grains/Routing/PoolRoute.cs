using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A dispatcher's side of one pool: the grain, and this dispatcher's own requests in flight to it.</summary>
internal sealed class PoolRoute(PoolKey key, IReplicaPoolGrain pool)
{
    private int _inFlight;

    public PoolKey Key { get; } = key;
    public IReplicaPoolGrain Pool { get; } = pool;
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Counts a request until the lease is disposed of.</summary>
    public PoolLease Lease()
    {
        Interlocked.Increment(ref _inFlight);
        return new PoolLease(this);
    }

    internal void Return() => Interlocked.Decrement(ref _inFlight);
}
