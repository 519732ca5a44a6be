using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Autoscaling;

/// <summary>
/// The autoscaler, and how a model is scaled that does not say otherwise in its parameter <c>SCALING</c>; bound from the section <c>Autoscaler</c>. The same on every
/// silo of a cluster.
/// </summary>
public sealed class AutoscalerOptions
{
    public const string Section = "Autoscaler";

    /// <summary>Whether models are scaled that do not ask for it by a parameter <c>SCALING</c>. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>What all replicas together may cost in an hour, in the unit of <c>CostPerHour</c>. Default: no bound.</summary>
    [Range(0.0, 1e12)]
    public double? MaxCostPerHour { get; set; }

    /// <summary>Replicas that a model has at least, over all silos. Default: 1.</summary>
    [Range(1, ScalingText.MaxReplicas)]
    public int MinReplicas { get; set; } = 1;

    /// <summary>Replicas that a model has at most, over all silos. Default: as many as there is room for.</summary>
    [Range(1, ScalingText.MaxReplicas)]
    public int? MaxReplicas { get; set; }

    /// <summary>Share of their time that replicas are to be busy. Default: 0.65, which leaves a third of headroom.</summary>
    [Range(0.01, 0.99)]
    public double TargetUtilisation { get; set; } = 0.65;

    /// <summary>The 99th percentile of latency in the cluster that is to be kept. Default: none.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? TargetP99 { get; set; }

    /// <summary>The 99th percentile of the time that requests wait for a replica that is to be kept. Default: none.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? TargetWait { get; set; }

    /// <summary>Over which load is measured. Default: one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StableWindow { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Over which a burst is seen; no longer than <c>StableWindow</c>. Default: six seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BurstWindow { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>Load in the burst window, as a multiple of what the ready replicas are to carry, from which it is a burst. Default: 2.</summary>
    [Range(1.0, 1000.0)]
    public double BurstThreshold { get; set; } = 2;

    /// <summary>
    /// A model shrinks to the most that was wanted in this time before, save what was wanted only to work off what waits; by a fifth or less, in three times that. Default: five
    /// minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StabilisationWindow { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>The share of its replicas that a minute may take away, at least one replica. Default: a half.</summary>
    [Range(0.001, 1.0)]
    public double MaxShrinkPerMinute { get; set; } = 0.5;

    /// <summary>
    /// Without a request for so long a model has no replica any more, and the next request waits for one to load. Default: never; it keeps its minimum.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan? IdleBeforeZero { get; set; }

    /// <summary>Replicas beyond what the load needs. Default: 0.</summary>
    [Range(0, ScalingText.MaxReplicas)]
    public int SpareReplicas { get; set; }

    /// <summary>And so many more, as a share of what the load needs. Default: 0.</summary>
    [Range(0.0, 10.0)]
    public double SpareShare { get; set; }

    /// <summary>No further replica where it takes less than this share off the 99th percentile of latency. Default: 0, which is off.</summary>
    [Range(0.0, 0.99)]
    public double MinMarginalGain { get; set; }

    /// <summary>What a replica costs in an hour, in a unit of your own. Default: 1.</summary>
    [Range(0.0, 1e9)]
    public double CostPerHour { get; set; } = 1;

    /// <summary>
    /// Of two models that the budget or the room is too small for, the one with the lower number comes first. The budget takes replicas away for that; for want of room none
    /// goes that is there. Default: 0.
    /// </summary>
    [Range(-1000, 1000)]
    public int Priority { get; set; }

    /// <summary>How a model is scaled that says nothing of its own.</summary>
    internal ScalingSpec ToSpec() => new()
    {
        MinReplicas = MinReplicas,
        MaxReplicas = MaxReplicas ?? int.MaxValue,
        TargetUtilisation = TargetUtilisation,
        TargetP99 = TargetP99,
        TargetWait = TargetWait,
        StableWindow = StableWindow,
        BurstWindow = BurstWindow,
        BurstThreshold = BurstThreshold,
        StabilisationWindow = StabilisationWindow,
        MaxShrinkPerMinute = MaxShrinkPerMinute,
        IdleBeforeZero = IdleBeforeZero,
        SpareReplicas = SpareReplicas,
        SpareShare = SpareShare,
        MinMarginalGain = MinMarginalGain,
        CostPerHour = CostPerHour,
        Priority = Priority,
    };
}
