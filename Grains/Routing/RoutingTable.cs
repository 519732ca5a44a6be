using System.Collections.Immutable;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>
/// A router's table: the newest report of each pool. Rebuilt from reports alone, so losing it costs a second and no request.
/// </summary>
/// <param name="epoch">See <see cref="RoutingSnapshot.Epoch"/>.</param>
internal sealed class RoutingTable(string model, long epoch)
{
    private readonly Dictionary<PoolKey, PoolReport> _reports = [];
    private long _sequence;

    /// <summary>Whether something changed since <see cref="TakeSnapshot"/>.</summary>
    public bool HasChanges { get; private set; } = true;

    public void Apply(PoolReport report)
    {
        if (_reports.TryGetValue(report.Pool, out var known))
        {
            if (known.Sequence >= report.Sequence) return;
            HasChanges |= known with { Sequence = report.Sequence } != report;
        }
        else
        {
            HasChanges |= report.State != PoolState.Gone;
        }

        // A pool that is gone stays as a tombstone, or a delayed older report would bring it back.
        _reports[report.Pool] = report;
    }

    /// <summary>Forgets the pools of silos that have left.</summary>
    public void RemoveSilos(Func<SiloAddress, bool> hasLeft)
    {
        foreach (var pool in _reports.Keys.Where(pool => hasLeft(pool.Silo)).ToList())
        {
            HasChanges |= _reports[pool].State != PoolState.Gone;
            _reports.Remove(pool);
        }
    }

    public RoutingSnapshot TakeSnapshot()
    {
        if (HasChanges) _sequence++;
        HasChanges = false;
        return new RoutingSnapshot
        {
            Model = model,
            Epoch = epoch,
            Sequence = _sequence,
            Pools = [.. _reports.Values
                .Where(report => report.State != PoolState.Gone)
                .OrderBy(report => report.Pool.ToString(), StringComparer.Ordinal)],
        };
    }
}
