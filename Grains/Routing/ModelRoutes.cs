using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>
/// A dispatcher's table for one model, read without a lock. In-flight counts live in <see cref="PoolRoute"/> and outlast the
/// snapshots.
/// </summary>
internal sealed class ModelRoutes(Func<PoolKey, IReplicaPoolGrain> poolOf)
{
    private readonly Lock _applying = new();
    private RoutingSnapshot? _snapshot;
    private volatile RouteTable _table = RouteTable.Empty;

    public RouteTable Table => _table;

    public void Apply(RoutingSnapshot snapshot)
    {
        lock (_applying)
        {
            if (!snapshot.IsNewerThan(_snapshot)) return;
            _snapshot = snapshot;
            var known = _table.Entries.ToDictionary(entry => entry.Route.Key);
            _table = new RouteTable([.. snapshot.Pools.Select(report => Entry(report, known.GetValueOrDefault(report.Pool)))]);
        }
    }

    private RouteEntry Entry(PoolReport report, RouteEntry? known)
    {
        if (known is not null && known.Report.Sequence == report.Sequence) return known;
        var route = known?.Route ?? new PoolRoute(report.Pool, poolOf(report.Pool));
        return new RouteEntry(route, report, route.InFlight);
    }
}
