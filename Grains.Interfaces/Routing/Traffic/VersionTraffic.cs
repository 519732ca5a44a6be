using OrleansInference.Replicas;

namespace OrleansInference.Routing.Traffic;

/// <summary>A version of a model, and what of the model's traffic it gets now.</summary>
[GenerateSerializer, Immutable, Alias("oi.VersionTraffic")]
public sealed record VersionTraffic
{
    [Id(0)] public required long Version { get; init; }
    [Id(1)] public required PoolState State { get; init; }
    [Id(2)] public required int ReadyReplicas { get; init; }

    /// <summary>As set; null where it has none.</summary>
    [Id(3)] public double? Weight { get; init; }

    /// <summary>Of the requests that name no version, from 0 to 1: what a version that is not ready would get goes to the others.</summary>
    [Id(4)] public required double Share { get; init; }
}
