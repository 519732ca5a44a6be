using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>What a dispatcher knows of one model's pools at one moment. Immutable; swapped whole with each snapshot.</summary>
internal sealed class RouteTable
{
    public static readonly RouteTable Empty = new([], []);

    private readonly Dictionary<long, ImmutableArray<RouteEntry>> _ready;
    private readonly Dictionary<long, ImmutableArray<RouteEntry>> _held;
    private readonly Dictionary<long, VersionRoutes> _versions;
    private readonly ConcurrentDictionary<long, Described> _described = new();

    /// <param name="versions">The routes of every version that has a pool.</param>
    public RouteTable(ImmutableArray<RouteEntry> entries, Dictionary<long, VersionRoutes> versions)
    {
        (Entries, _versions) = (entries, versions);
        _ready = entries
            .Where(entry => entry.Report is { State: PoolState.Ready, ReadyReplicas: > 0 })
            .GroupBy(entry => entry.Report.Pool.Model.Version)
            .ToDictionary(version => version.Key, version => NewestOfEachSilo(version));
        _held = entries
            .Where(entry => entry.Report.IsHeldFor && !_ready.ContainsKey(entry.Report.Pool.Model.Version))
            .GroupBy(entry => entry.Report.Pool.Model.Version)
            .ToDictionary(version => version.Key, version => version.ToImmutableArray());
        LatestReadyVersion = _ready.Count + _held.Count == 0 ? null : _ready.Keys.Concat(_held.Keys).Max();
    }

    public ImmutableArray<RouteEntry> Entries { get; }

    /// <summary>The latest version that takes requests.</summary>
    public long? LatestReadyVersion { get; }

    /// <summary>The pools that may take requests for a version.</summary>
    public ImmutableArray<RouteEntry> Ready(long version) => _ready.GetValueOrDefault(version, []);

    /// <summary>Of a version that no pool is ready for: those that its requests wait for (<see cref="PoolReport.IsHeldFor"/>).</summary>
    public ImmutableArray<RouteEntry> Held(long version) => _held.GetValueOrDefault(version, []);

    /// <summary>Whether requests for the version are taken: a pool is ready for them, or they wait for one that is parked.</summary>
    public bool Takes(long version) => _ready.ContainsKey(version) || _held.ContainsKey(version);

    /// <summary>Those that have a pool.</summary>
    public IEnumerable<long> Versions => _versions.Keys;

    /// <summary>Null where the version has no pool.</summary>
    public VersionRoutes? RoutesOf(long version) => _versions.GetValueOrDefault(version);

    /// <summary>Gives up the versions that the next table does not have: whoever waits for one waits in vain.</summary>
    public void Leave(Dictionary<long, VersionRoutes> kept)
    {
        foreach (var (version, routes) in _versions)
            if (!kept.ContainsKey(version))
            {
                routes.Update([], []).Settle();
                routes.Dispose();
            }
    }

    /// <summary>How a model version stands. Every request asks, so the last answer for each version is kept.</summary>
    public ModelStatus StatusOf(CatalogEntry entry)
    {
        // The one table that all models without pools share keeps nothing.
        if (Entries.IsEmpty) return ModelStatuses.Of(entry, this);
        if (!_described.TryGetValue(entry.Id.Version, out var described) || !ReferenceEquals(described.Entry, entry))
            _described[entry.Id.Version] = described = new Described(entry, ModelStatuses.Of(entry, this));
        return described.Status;
    }

    /// <summary>From the moment when a reloaded version is ready, nothing goes to the pool that it replaces.</summary>
    private static ImmutableArray<RouteEntry> NewestOfEachSilo(IEnumerable<RouteEntry> version) =>
        [.. version.GroupBy(entry => entry.Report.Pool.Silo).Select(silo => silo.MaxBy(entry => entry.Report.Pool.Revision)!)];

    private sealed record Described(CatalogEntry Entry, ModelStatus Status);
}
