using System.Collections.Immutable;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>A router's table at one moment.</summary>
[GenerateSerializer, Immutable, Alias("oi.RoutingSnapshot")]
public sealed record RoutingSnapshot
{
    [Id(0)] public required string Model { get; init; }

    /// <summary>
    /// The router activation that made it: the clock's ticks when it activated, or more where a dispatcher knew of a later one. The greatest wins.
    /// </summary>
    [Id(1)] public required long Epoch { get; init; }

    /// <summary>Grows within an epoch with each change that anyone was told of.</summary>
    [Id(2)] public required long Sequence { get; init; }

    /// <summary>The newest report of each pool that is not gone, ordered by version, silo and revision. Equal signatures are one object.</summary>
    [Id(3)] public required ImmutableArray<PoolReport> Pools { get; init; }

    /// <summary>Of a router that has just begun and may not have heard of every pool: one that it does not name stays as it was known.</summary>
    [Id(4)] public bool IsRebuilding { get; init; }

    /// <summary>What was last set of the model's traffic, as far as the router has heard; null where nothing was.</summary>
    [Id(5)] public ModelTraffic? Traffic { get; init; }

    public bool IsNewerThan(RoutingSnapshot? other) =>
        other is null || (Epoch, Sequence).CompareTo((other.Epoch, other.Sequence)) > 0;
}
