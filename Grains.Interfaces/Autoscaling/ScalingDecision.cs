using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>How many replicas of a version there are to be, and why.</summary>
[GenerateSerializer, Immutable, Alias("oi.ScalingDecision")]
public sealed record ScalingDecision
{
    [Id(0)] public required DateTimeOffset At { get; init; }

    /// <summary>Wanted before.</summary>
    [Id(1)] public required int From { get; init; }

    [Id(2)] public required int Wanted { get; init; }

    /// <summary>In the order in which the rules were asked; each begins from what the one before it wanted.</summary>
    [Id(3)] public ImmutableArray<ScalingReason> Reasons { get; init; } = [];
}
