namespace OrleansInference.Work;

/// <summary>What a pool has learned of its costs: work ≈ base + items · per item + elements · per element + Σ length² · per squared length.</summary>
/// <param name="Base">Seconds of one replica for any batch.</param>
/// <param name="PerItem">Seconds for each item.</param>
/// <param name="PerElement">Seconds for each element of its inputs.</param>
/// <param name="PerSquaredLength">Seconds for each item's length, squared.</param>
[GenerateSerializer, Immutable, Alias("oi.WorkCoefficients")]
public readonly record struct WorkCoefficients(
    [property: Id(0)] double Base, [property: Id(1)] double PerItem, [property: Id(2)] double PerElement, [property: Id(3)] double PerSquaredLength);
