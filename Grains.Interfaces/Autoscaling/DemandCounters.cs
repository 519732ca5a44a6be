using OrleansInference.Telemetry;

namespace OrleansInference.Autoscaling;

/// <summary>
/// What was asked of one model version at one dispatcher since it began to count; sums that only grow, so that a lost or doubled message does no harm and the
/// difference of two tells what happened between them. Each request counts once, however often it is tried, and also where it was refused or no pool was ready;
/// copies to a shadow version count there.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.DemandCounters")]
public sealed record DemandCounters
{
    [Id(0)] public required long Version { get; init; }

    /// <summary>When they began, at 0. With another time they have begun anew.</summary>
    [Id(1)] public required DateTimeOffset Since { get; init; }

    /// <summary>Requests that have come.</summary>
    [Id(2)] public long Arrivals { get; init; }

    /// <summary>
    /// Their estimated work, in seconds of one replica, in batches as full as they may be: each item bears its share of a full batch's base. Without
    /// that of those which are <see cref="Unmeasured"/>.
    /// </summary>
    [Id(3)] public double WorkSeconds { get; init; }

    /// <summary>The sum of its squares, in s².</summary>
    [Id(4)] public double WorkSquares { get; init; }

    /// <summary>Time between one arrival and the next, in seconds.</summary>
    [Id(5)] public double GapSeconds { get; init; }

    /// <summary>The sum of its squares, in s².</summary>
    [Id(6)] public double GapSquares { get; init; }

    /// <summary>Requests refused for overload when they came: their queue was full, or they could not have met their deadline.</summary>
    [Id(7)] public long Refused { get; init; }

    /// <summary>Requests that ran into their deadline, or had waited so long that they were about to.</summary>
    [Id(8)] public long Late { get; init; }

    /// <summary>Requests that are here now, whether they wait or a pool has them.</summary>
    [Id(9)] public int InFlight { get; init; }

    /// <summary>Of these, those that wait here for a pool.</summary>
    [Id(10)] public int Waiting { get; init; }

    /// <summary>The estimated work of those that wait, in seconds of one replica.</summary>
    [Id(11)] public double WaitingSeconds { get; init; }

    /// <summary>Of each request that got its response, in nanoseconds: from its arrival here to its response, less the time of the batch that it ran in.</summary>
    [Id(12)] public HistogramSnapshot Waits { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Of each request that got its response, in nanoseconds: from its arrival here to its response.</summary>
    [Id(13)] public HistogramSnapshot Latencies { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Of the arrivals, those that came before it was known what requests of this version cost. Their work is not known, and not 0.</summary>
    [Id(14)] public long Unmeasured { get; init; }
}
