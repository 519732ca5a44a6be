using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A dispatcher's table for one model, read without a lock, and the pools of each of its versions, which outlast the snapshots.</summary>
/// <param name="create">Makes the routes of a version.</param>
internal sealed class ModelRoutes(Func<PoolKey, IReplicaPoolGrain> poolOf, Func<long, VersionRoutes> create)
{
    private readonly Lock _applying = new();
    private readonly Dictionary<long, VersionRoutes> _versions = [];
    private RoutingSnapshot? _snapshot;
    private volatile RouteTable _table = RouteTable.Empty;

    public RouteTable Table => _table;

    public void Apply(RoutingSnapshot snapshot)
    {
        lock (_applying)
        {
            if (!snapshot.IsNewerThan(_snapshot)) return;
            _snapshot = snapshot;
            var known = _table.Entries.ToDictionary(entry => entry.Route.Key, entry => entry.Route);
            var entries = snapshot.Pools.Select(report => new RouteEntry(
                known.GetValueOrDefault(report.Pool) ?? new PoolRoute(report.Pool, poolOf(report.Pool)), report));
            foreach (var version in snapshot.Pools.Select(report => report.Pool.Model.Version).Distinct())
                if (!_versions.ContainsKey(version)) _versions.Add(version, create(version));
            var table = new RouteTable([.. entries], _versions.ToDictionary());
            foreach (var (version, routes) in _versions) routes.Update(table.Ready(version));
            _table = table;
            foreach (var gone in _versions.Keys.Where(version => !snapshot.Pools.Any(report => report.Pool.Model.Version == version)).ToList())
                if (_versions.Remove(gone, out var routes)) routes.Dispose();
        }
    }

    /// <summary>A pool has room (<see cref="IDispatcherGrain.Offer"/>).</summary>
    public bool Accept(PoolKey pool, PoolLoad load)
    {
        foreach (var entry in _table.Entries)
            if (entry.Route.Key == pool) return _table.RoutesOf(pool.Model.Version)?.Accept(entry.Route, load) == true;
        return false;
    }
}
