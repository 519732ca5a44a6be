using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>A dispatcher's side of one pool: the grain, and what the dispatcher has in flight there. It outlasts the snapshots.</summary>
internal sealed class PoolRoute(PoolKey key, IReplicaPoolGrain pool)
{
    public PoolKey Key { get; } = key;
    public IReplicaPoolGrain Pool { get; } = pool;

    /// <summary>Of its silo, which a reload does not change.</summary>
    public ulong NameHash { get; } = KeyHash.Of(key.Silo.ToParsableString());

    /// <summary>Requests of this dispatcher that hold a lease.</summary>
    public int InFlight { get; set; }

    /// <summary>Their items.</summary>
    public int InFlightItems { get; set; }

    /// <summary>Its index in the loads of its version; -1 while it may take nothing.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Of the newest that is known of it (<see cref="PoolLoad.Sequence"/>).</summary>
    public long Sequence { get; set; } = long.MinValue;

    /// <summary>Items queued or running, as far as this dispatcher can know.</summary>
    public int Items { get; set; }

    /// <summary>Those that are ready; at least 1.</summary>
    public int Replicas { get; set; } = 1;

    public int BatchSize { get; set; } = 1;

    /// <summary>Seconds against it, for the way there and for what is not known of it.</summary>
    public double BiasSeconds { get; set; }

    /// <summary>It has said that it is parked. In the dispatcher's seconds: by then a report has come, so what it said before does not count any more.</summary>
    public double ParkedUntil { get; set; }

    /// <summary>Whether that was so when it was last looked at: as long, it is closed.</summary>
    public bool IsParked { get; set; }

    /// <summary>A call to it broke, or was given up, and it has said nothing since: its silo may be dead. Until it says something it is closed, but for one request a second.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Of a silent one: since when, in the dispatcher's seconds.</summary>
    public double SilentSince { get; set; }

    /// <summary>Of a silent one: when it may get its next request, in the dispatcher's seconds.</summary>
    public double AskAgainAt { get; set; }

    /// <summary>When it last said something, in the dispatcher's seconds.</summary>
    public double HeardAt { get; set; } = double.NegativeInfinity;

    /// <summary>When it last got a request of this dispatcher, in the dispatcher's seconds.</summary>
    public double UsedAt { get; set; }

    /// <summary>When it became ready, in the dispatcher's seconds.</summary>
    public double ReadySince { get; set; }

    /// <summary>What the dispatcher has seen of it; null while it may take nothing.</summary>
    public PoolHealth? Health { get; set; }
}
