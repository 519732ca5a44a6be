using System.Collections.Immutable;
using OrleansInference.Autoscaling;

namespace OrleansInference.Routing.Demand;

/// <summary>A router's table of what is asked of its model: the newest of each dispatcher. Rebuilt from what they say, as all that a router knows.</summary>
internal sealed class DemandTable
{
    /// <summary>
    /// Dispatchers subscribe each second. What one has counted is kept for so long after its last word, so that whoever asks every few seconds also gets
    /// the last counts of a silo that has left.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<SiloAddress, (DispatcherDemand Demand, DateTimeOffset HeardAt)> _newest = [];

    /// <summary>A dispatcher has subscribed.</summary>
    /// <param name="demand">Null for the same as before.</param>
    public void Hear(SiloAddress dispatcher, DispatcherDemand? demand, DateTimeOffset now)
    {
        var isKnown = _newest.TryGetValue(dispatcher, out var known);
        // Messages may overtake each other.
        var newest = isKnown && (demand is null || demand.Sequence < known.Demand.Sequence) ? known.Demand : demand;
        if (newest is not null) _newest[dispatcher] = (newest, now);
    }

    /// <summary>Ordered by silo.</summary>
    /// <param name="hasLeft">Whether a silo is no more: then nothing is in flight there.</param>
    public ImmutableArray<DispatcherDemand> Newest(Func<SiloAddress, bool> hasLeft, DateTimeOffset now)
    {
        foreach (var (silo, heard) in _newest.ToList())
            if (now - heard.HeardAt > Silence) _newest.Remove(silo);
        return [.. _newest.Select(heard => hasLeft(heard.Key) ? AtRest(heard.Value.Demand) : heard.Value.Demand)];
    }

    private static DispatcherDemand AtRest(DispatcherDemand demand) =>
        demand with { Versions = [.. demand.Versions.Select(version => version with { InFlight = 0, Waiting = 0, WaitingSeconds = 0 })] };
}
