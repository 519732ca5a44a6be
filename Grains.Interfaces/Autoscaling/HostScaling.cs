using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>The cluster's silos with the role worker, as the autoscaler sees them.</summary>
[GenerateSerializer, Immutable, Alias("oi.HostScaling")]
public sealed record HostScaling
{
    /// <summary>By name; null where nothing starts or stops silos.</summary>
    [Id(0)] public string? Orchestrator { get; init; }

    /// <summary>Silos that are in the cluster and stay.</summary>
    [Id(1)] public required int Silos { get; init; }

    /// <summary>Silos that are wanted; without an orchestrator, those that would be.</summary>
    [Id(2)] public required int Wanted { get; init; }

    /// <summary>Why, and what the orchestrator last said.</summary>
    [Id(3)] public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>What the orchestrator last failed with; null where it works.</summary>
    [Id(4)] public string? Problem { get; init; }
}
