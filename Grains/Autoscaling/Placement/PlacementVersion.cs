using OrleansInference.Models;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>What is wanted of a version, and how busy it is.</summary>
internal sealed record PlacementVersion
{
    public required ModelVersion Model { get; init; }

    /// <summary>Replicas, after policy and budget; null where the version is not scaled: then each silo keeps what it has.</summary>
    public required int? Wanted { get; init; }

    /// <summary>So many of them are placed also where threads are taken already.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>The most that can be wanted; at the maximum no room is kept for a next one.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>Where room is too small, the lower number comes first.</summary>
    public int Priority { get; init; }

    /// <summary>Offered work over ready replicas; null for no data: then it is taken for idle, and shows itself within seconds where it is not.</summary>
    public double? Utilisation { get; init; }

    /// <summary>At which a replica is as busy as it is to be.</summary>
    public double TargetUtilisation { get; init; } = 0.65;

    /// <summary>The share of its threads that a replica is taken to use: idle ones hardly any.</summary>
    public double Busy => Math.Clamp((Utilisation ?? 0) / TargetUtilisation, LeastBusy, 1);

    /// <summary>The floor of <see cref="Busy"/>: ten idle replicas take the room of one that is busy. A version that wakes up is seen within seconds.</summary>
    public const double LeastBusy = 0.1;
}
