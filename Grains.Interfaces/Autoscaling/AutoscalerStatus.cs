using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>The autoscaler at one moment.</summary>
[GenerateSerializer, Immutable, Alias("oi.AutoscalerStatus")]
public sealed record AutoscalerStatus
{
    [Id(0)] public required DateTimeOffset At { get; init; }

    [Id(1)] public bool IsPaused { get; init; }

    /// <summary>Ordered by name, then version.</summary>
    [Id(2)] public ImmutableArray<VersionScaling> Versions { get; init; } = [];

    [Id(3)] public required HostScaling Hosts { get; init; }

    /// <summary>What all replicas that are wanted cost in an hour.</summary>
    [Id(4)] public double CostPerHour { get; init; }

    /// <summary>What they may cost; null for no bound.</summary>
    [Id(5)] public double? MaxCostPerHour { get; init; }

    /// <summary>Why what operators have set would not outlive the last silo, though it should; null where it would, or where nothing is stored.</summary>
    [Id(6)] public string? Unsaved { get; init; }
}
