using System.Collections.Concurrent;
using OrleansInference.Autoscaling;

namespace OrleansInference.Routing.Demand;

/// <summary>
/// What is asked of a model at this dispatcher, and what its router knows of that. A router keeps what it was told for as long as the dispatcher subscribes, so
/// one that has the newest is told nothing; another router, or one of which no answer came, is told everything again.
/// </summary>
/// <param name="wanted">The version that a request for one, or for none, is for; null where the repository has no such version that is to be served.</param>
internal sealed class ModelDemand(SiloAddress ownSilo, Func<long?, long?> wanted, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, VersionDemand> _versions = new();
    private readonly Lock _lock = new();
    private DispatcherDemand? _told;
    private long _toldEpoch, _sequence;

    /// <summary>Of a version that has, or has had, pools.</summary>
    public VersionDemand Of(long version) => _versions.GetOrAdd(version, static (version, time) => new VersionDemand(version, time), time);

    /// <summary>Of the version that a request is for which has no pool. Null for one that nobody serves: a caller can ask for any number.</summary>
    public VersionDemand? OfMissing(long? version) => wanted(version) is { } known ? Of(known) : null;

    /// <summary>What its router is to be told; null for nothing.</summary>
    /// <param name="table">Knows what waits.</param>
    public DispatcherDemand? News(RouteTable table)
    {
        lock (_lock)
        {
            if (_told is not null && IsIdle() && _told.Versions.Sum(version => version.Arrivals) == _versions.Sum(version => version.Value.Count.Arrivals)) return null;
            var now = time.GetUtcNow().UtcTicks;
            DemandCounters[] counters = [.. _versions.OrderBy(version => version.Key).Select(version => Read(version.Key, version.Value)).OfType<DemandCounters>()];
            if (counters.Length == 0) return null;
            return new DispatcherDemand(ownSilo, [.. counters]) { Sequence = _sequence = Math.Max(_sequence + 1, now) };
        }

        DemandCounters? Read(long version, VersionDemand demand)
        {
            var (count, work) = table.RoutesOf(version)?.Waiting ?? default;
            return demand.Read(count, work);
        }
    }

    /// <summary>A router has answered.</summary>
    /// <param name="demand">What it was told; null for nothing.</param>
    /// <param name="epoch">The router's.</param>
    public void Told(DispatcherDemand? demand, long epoch)
    {
        lock (_lock)
        {
            if (demand is not null) _told = demand;
            else if (epoch != _toldEpoch) _told = null;
            _toldEpoch = epoch;
        }
    }

    /// <summary>No router has answered.</summary>
    public void Lost()
    {
        lock (_lock) _told = null;
    }

    private bool IsIdle() => _told!.Versions.All(version => version.InFlight == 0) && _versions.Values.All(version => version.Count.InFlight == 0);
}
