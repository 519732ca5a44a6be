using System.Collections.Immutable;
using OrleansInference.Replicas;

namespace OrleansInference.Autoscaling;

/// <summary>What a router knows of its model: what it has, and what is asked of it.</summary>
[GenerateSerializer, Immutable, Alias("oi.ModelSignals")]
public sealed record ModelSignals
{
    [Id(0)] public required string Model { get; init; }

    /// <summary>The newest report of each pool that is not gone, ordered by version, silo and revision.</summary>
    [Id(1)] public required ImmutableArray<PoolReport> Pools { get; init; }

    /// <summary>The newest of each dispatcher that has said anything within the last seconds; ordered by silo.</summary>
    [Id(2)] public required ImmutableArray<DispatcherDemand> Demand { get; init; }

    /// <summary>Of a router that has just begun and may not have heard of every pool and dispatcher.</summary>
    [Id(3)] public bool IsRebuilding { get; init; }
}
