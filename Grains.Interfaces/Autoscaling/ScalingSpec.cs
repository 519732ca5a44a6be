using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>How a model version is scaled, validated. Replicas are counted over the whole cluster.</summary>
[GenerateSerializer, Immutable, Alias("oi.ScalingSpec")]
public sealed record ScalingSpec
{
    /// <summary>At least so many, save where <see cref="IdleBeforeZero"/> takes them all. Default: 1.</summary>
    [Id(0)] public int MinReplicas { get; init; } = 1;

    /// <summary>At most so many. Default: no bound but room.</summary>
    [Id(1)] public int MaxReplicas { get; init; } = int.MaxValue;

    /// <summary>Share of their time that replicas are to be busy; above 0, below 1. Default: 0.65, a third of headroom.</summary>
    [Id(2)] public double TargetUtilisation { get; init; } = 0.65;

    /// <summary>The 99th percentile of latency, in the cluster, that is to be kept; null for none.</summary>
    [Id(3)] public TimeSpan? TargetP99 { get; init; }

    /// <summary>The 99th percentile of the time that requests wait that is to be kept; null for none.</summary>
    [Id(4)] public TimeSpan? TargetWait { get; init; }

    /// <summary>Over which load is measured. Default: one minute.</summary>
    [Id(5)] public TimeSpan StableWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Over which a burst is seen. Default: six seconds, a tenth of the stable window, as Knative's panic window.</summary>
    [Id(6)] public TimeSpan BurstWindow { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Load in the burst window, as a multiple of what the ready replicas are to carry, from which it is a burst. Default: 2.</summary>
    [Id(7)] public double BurstThreshold { get; init; } = 2;

    /// <summary>
    /// Shrinks to the most that was wanted in this time before, save what was wanted only to work off what waits; by a fifth or less, in three times that. Default: five
    /// minutes, as HPA's.
    /// </summary>
    [Id(8)] public TimeSpan StabilisationWindow { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The share of the replicas that a minute may take away, at least one replica; above 0, to 1. Default: a half.</summary>
    [Id(9)] public double MaxShrinkPerMinute { get; init; } = 0.5;

    /// <summary>Without a request for so long it has no replica any more, and the first request waits for one to load. Null: it keeps its minimum.</summary>
    [Id(10)] public TimeSpan? IdleBeforeZero { get; init; }

    /// <summary>Replicas beyond what the load needs. Default: 0.</summary>
    [Id(11)] public int SpareReplicas { get; init; }

    /// <summary>And so many more, as a share of what the load needs. Default: 0.</summary>
    [Id(12)] public double SpareShare { get; init; }

    [Id(13)] public ImmutableArray<ScalingSchedule> Schedules { get; init; } = [];

    /// <summary>No further replica where it takes less than this share off the 99th percentile of latency; from 0, for off, below 1. Default: 0.</summary>
    [Id(14)] public double MinMarginalGain { get; init; }

    /// <summary>What a replica costs in an hour, in the unit of the cluster's budget. Default: 1.</summary>
    [Id(15)] public double CostPerHour { get; init; } = 1;

    /// <summary>
    /// Of two models that the budget or the room is too small for, the one with the lower number comes first, as in queues. The budget takes replicas away for that; for want
    /// of room none goes that is there. Default: 0.
    /// </summary>
    [Id(16)] public int Priority { get; init; }
}
