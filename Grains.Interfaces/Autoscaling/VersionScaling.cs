using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>How one version is scaled now, and why.</summary>
[GenerateSerializer, Immutable, Alias("oi.VersionScaling")]
public sealed record VersionScaling
{
    [Id(0)] public required ModelVersion Model { get; init; }
    [Id(1)] public required ScalingSpec Spec { get; init; }
    [Id(2)] public required int Ready { get; init; }
    [Id(3)] public required int Loading { get; init; }

    /// <summary>What the last decision wants.</summary>
    [Id(4)] public required int Wanted { get; init; }

    [Id(5)] public required ScalingFigures Figures { get; init; }

    /// <summary>The latest first: the one that stands, then the last that changed the wanted number.</summary>
    [Id(6)] public ImmutableArray<ScalingDecision> Decisions { get; init; } = [];

    [Id(7)] public bool IsPaused { get; init; }
    [Id(8)] public int? Pinned { get; init; }

    /// <summary>Of each rule that has changed the wanted number; ordered by name. They begin anew with the autoscaler.</summary>
    [Id(9)] public ImmutableArray<RuleCount> Changes { get; init; } = [];
}
