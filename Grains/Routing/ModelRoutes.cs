using System.Collections.Immutable;
using OrleansInference.Replicas;
using OrleansInference.Routing.Demand;
using OrleansInference.Routing.Failures;
using OrleansInference.Routing.Waiting;

namespace OrleansInference.Routing;

/// <summary>A dispatcher's table for one model, read without a lock, and the pools of each of its versions, which outlast the snapshots.</summary>
/// <param name="create">Makes the routes of a version.</param>
internal sealed class ModelRoutes(
    Func<PoolKey, IReplicaPoolGrain> poolOf, Func<long, VersionRoutes> create, ModelDemand demand, FailureOptions failures, TimeProvider time)
{
    private readonly Lock _applying = new();
    private readonly SnapshotFollower _follower = new();
    private volatile Dictionary<PoolKey, PoolRoute> _pools = [];
    private volatile RouteTable _table = RouteTable.Empty;

    public RouteTable Table => _table;

    /// <summary>What is asked of the model here.</summary>
    public ModelDemand Demand => demand;

    public RetryBudget Retries { get; } = new(failures.RetryShare, failures.MinRetriesPerSecond, time);

    public HedgeBudget Hedges { get; } = new(failures.HedgeShare, time);

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

    /// <summary>A pool has room (<see cref="IDispatcherGrain.Offer"/>).</summary>
    public OfferAnswer Accept(PoolKey pool, PoolLoad load, bool isLast) =>
        _pools.TryGetValue(pool, out var route) && _table.RoutesOf(pool.Model.Version) is { } routes ? routes.Accept(route, load, isLast) : OfferAnswer.Declined;

    private void Show(RoutingSnapshot? known, RoutingSnapshot newest)
    {
        if (ReferenceEquals(known, newest)) return;
        var pools = new Dictionary<PoolKey, PoolRoute>(newest.Pools.Length);
        var versions = new Dictionary<long, VersionRoutes>();
        var entries = ImmutableArray.CreateBuilder<RouteEntry>(newest.Pools.Length);
        foreach (var report in newest.Pools)
        {
            var pool = _pools.GetValueOrDefault(report.Pool) ?? new PoolRoute(report.Pool, poolOf(report.Pool));
            pools.Add(report.Pool, pool);
            entries.Add(new RouteEntry(pool, report));
            var version = report.Pool.Model.Version;
            if (!versions.ContainsKey(version)) versions.Add(version, _table.RoutesOf(version) ?? create(version));
        }
        // Of one whose silos have died its requests wait.
        foreach (var version in _table.Versions)
            if (!versions.ContainsKey(version) && _table.RoutesOf(version) is { IsAwaited: true } awaited) versions.Add(version, awaited);
        var old = _table;
        var table = new RouteTable(entries.MoveToImmutable(), versions);
        List<Settlements> settled = [];
        foreach (var (version, routes) in versions) settled.Add(routes.Update(table.Ready(version), table.Held(version), table.MayCome(version)));
        (_pools, _table) = (pools, table);
        foreach (var each in settled) each.Settle();
        old.Leave(versions);
    }
}
