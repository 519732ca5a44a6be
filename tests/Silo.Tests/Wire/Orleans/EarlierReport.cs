using OrleansInference.Replicas;

namespace OrleansInference.Wire;

/// <summary><see cref="PoolReport"/> of a release that had no more than this.</summary>
[GenerateSerializer, Immutable, Alias("oi.tests.EarlierReport")]
internal sealed record EarlierReport
{
    [Id(0)] public required PoolKey Pool { get; init; }
    [Id(1)] public required long Sequence { get; init; }
    [Id(2)] public required PoolState State { get; init; }
    [Id(3)] public required int ReadyReplicas { get; init; }
}
