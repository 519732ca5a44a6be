using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>What an operator has set over the policy's head. The latest for each model counts.</summary>
[GenerateSerializer, Immutable, Alias("oi.ScalingOverride")]
public sealed record ScalingOverride
{
    /// <summary>Null: the whole autoscaler, of which only <see cref="IsPaused"/> can be set.</summary>
    [Id(0)] public ModelVersion? Model { get; init; }

    /// <summary>Orders what was set: the clock's ticks.</summary>
    [Id(1)] public required long Stamp { get; init; }

    /// <summary>Decisions are still made and shown, but nothing is done.</summary>
    [Id(2)] public bool IsPaused { get; init; }

    /// <summary>Keep exactly so many replicas; null: as the policy says.</summary>
    [Id(3)] public int? Pinned { get; init; }
}
