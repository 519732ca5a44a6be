using OrleansInference.Replicas;

namespace OrleansInference.Wire;

/// <summary>What <see cref="PoolLoad"/> may be in a later release.</summary>
[GenerateSerializer, Immutable, Alias("oi.tests.LaterLoad")]
internal readonly record struct LaterLoad(
    [property: Id(0)] long Sequence, [property: Id(1)] int Items, [property: Id(2)] double WaitSeconds, [property: Id(3)] bool IsParked, [property: Id(4)] LaterDetail Detail);
