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

    /// <param name="versions">The routes of every version that has a pool, or had one and is awaited.</param>
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
        LatestReadyVersion = _ready.Keys.Concat(_held.Keys).Select(version => (long?)version).Max()
            ?? versions.Where(version => version.Value.IsAwaited && MayCome(version.Key)).Max(version => (long?)version.Key);
    }

    public ImmutableArray<RouteEntry> Entries { get; }

    /// <summary>The latest version that takes requests; where none does at once, the latest whose requests wait for a pool to come.</summary>
    public long? LatestReadyVersion { get; }

    /// <summary>The pools that may take requests for a version.</summary>
    public ImmutableArray<RouteEntry> Ready(long version) => _ready.GetValueOrDefault(version, []);

    /// <summary>Of a version that no pool is ready for: those that its requests wait for (<see cref="PoolReport.IsHeldFor"/>).</summary>
    public ImmutableArray<RouteEntry> Held(long version) => _held.GetValueOrDefault(version, []);

    /// <summary>Whether requests for the version are taken: a pool is ready for them, or they wait for one that is parked.</summary>
    public bool Takes(long version) => _ready.ContainsKey(version) || _held.ContainsKey(version);

    /// <summary>Whether a pool may become ready for the version: not where there are only such as could not be loaded.</summary>
    public bool MayCome(long version)
    {
        var hasFailed = false;
        foreach (var (_, report) in Entries)
        {
            if (report.Pool.Model.Version != version) continue;
            if (report.State != PoolState.Failed) return true;
            hasFailed = true;
        }
        return !hasFailed;
    }

    /// <summary>The versions that requests have a place for, or a queue.</summary>
    public IEnumerable<long> Versions => _versions.Keys;

    /// <summary>Null where the version has no pool, and none is awaited.</summary>
    public VersionRoutes? RoutesOf(long version) => _versions.GetValueOrDefault(version);

    /// <summary>Gives up the versions that the next table does not have: whoever waits for one waits in vain.</summary>
    public void Leave(Dictionary<long, VersionRoutes> kept)
    {
        foreach (var (version, routes) in _versions)
            if (!kept.ContainsKey(version))
            {
                routes.Update([], [], mayCome: false).Settle();
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
