using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>
/// A dispatcher's table for one model, read without a lock. In-flight counts live in <see cref="PoolRoute"/> and outlast the
/// snapshots.
/// </summary>
internal sealed class ModelRoutes(Func<PoolKey, IReplicaPoolGrain> poolOf)
{
    private readonly Lock _applying = new();
    private readonly SnapshotFollower _follower = new();
    private volatile RouteTable _table = RouteTable.Empty;

    public RouteTable Table => _table;

    /// <summary>Of the router that it follows; 0 for none.</summary>
    public long Epoch
    {
        get { lock (_applying) return _follower.Epoch; }
    }

    public void Apply(RoutingSnapshot snapshot)
    {
        lock (_applying) Show(_follower.Snapshot, _follower.Apply(snapshot));
    }

    /// <summary>False where the change does not fit what it has.</summary>
    public bool TryApply(RoutingDelta delta)
    {
        lock (_applying)
        {
            var known = _follower.Snapshot;
            if (!_follower.TryApply(delta, out var snapshot)) return false;
            Show(known, snapshot);
            return true;
        }
    }

    private void Show(RoutingSnapshot? known, RoutingSnapshot newest)
    {
        if (ReferenceEquals(known, newest)) return;
        var entries = _table.Entries.ToDictionary(entry => entry.Route.Key);
        _table = new RouteTable([.. newest.Pools.Select(report => Entry(report, entries.GetValueOrDefault(report.Pool)))]);
    }

    private RouteEntry Entry(PoolReport report, RouteEntry? known)
    {
        if (known is not null && known.Report.Sequence == report.Sequence) return known;
        var route = known?.Route ?? new PoolRoute(report.Pool, poolOf(report.Pool));
        return new RouteEntry(route, report, route.InFlight);
    }
}
