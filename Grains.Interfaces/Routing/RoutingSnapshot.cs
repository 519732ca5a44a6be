using System.Collections.Immutable;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>A router's table at one moment.</summary>
[GenerateSerializer, Immutable, Alias("oi.RoutingSnapshot")]
public sealed record RoutingSnapshot
{
    [Id(0)] public required string Model { get; init; }

    /// <summary>The router activation that made it: the clock's ticks when it activated. A later one wins.</summary>
    [Id(1)] public required long Epoch { get; init; }

    /// <summary>Grows by one with each snapshot of an epoch.</summary>
    [Id(2)] public required long Sequence { get; init; }

    /// <summary>The newest report of each pool, ordered by key.</summary>
    [Id(3)] public required ImmutableArray<PoolReport> Pools { get; init; }

    /// <summary>What was last set of the model's traffic, as far as the router has heard; null where nothing was.</summary>
    [Id(9)] public ModelTraffic? Traffic { get; init; }

    public bool IsNewerThan(RoutingSnapshot? other) =>
        other is null || (Epoch, Sequence).CompareTo((other.Epoch, other.Sequence)) > 0;
}
