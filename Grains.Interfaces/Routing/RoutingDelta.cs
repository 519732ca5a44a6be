using System.Collections.Immutable;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>
/// What changed in a router's table since an earlier moment. It holds whole states and no differences, so it fits every snapshot of its epoch from
/// <see cref="FromSequence"/> on.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.RoutingDelta")]
public sealed record RoutingDelta
{
    [Id(0)] public required string Model { get; init; }

    /// <summary>As in <see cref="RoutingSnapshot.Epoch"/>.</summary>
    [Id(1)] public required long Epoch { get; init; }

    /// <summary>All that changed after this one is in it.</summary>
    [Id(2)] public required long FromSequence { get; init; }

    /// <summary>The one that it leads to.</summary>
    [Id(3)] public required long Sequence { get; init; }

    /// <summary>The newest report of each pool that came or changed, ordered as in <see cref="RoutingSnapshot.Pools"/>.</summary>
    [Id(4)] public required ImmutableArray<PoolReport> Changed { get; init; }

    /// <summary>Pools that are gone.</summary>
    [Id(5)] public required ImmutableArray<PoolKey> Removed { get; init; }

    /// <summary>As in <see cref="RoutingSnapshot.IsRebuilding"/>.</summary>
    [Id(6)] public bool IsRebuilding { get; init; }

    /// <summary>As in <see cref="RoutingSnapshot.Traffic"/>.</summary>
    [Id(7)] public ModelTraffic? Traffic { get; init; }
}
