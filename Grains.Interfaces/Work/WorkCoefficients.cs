namespace OrleansInference.Work;

/// <summary>What a pool's cost model has learned. A forward pass takes the sum of the four, each times what the pass has of it; none is negative.</summary>
/// <param name="Base">Seconds for each pass.</param>
/// <param name="PerItem">Seconds for each item.</param>
/// <param name="PerElement">Seconds for each element of all inputs.</param>
/// <param name="PerSquaredLength">Seconds for each item, times the square of its length: the elements of its largest input.</param>
[GenerateSerializer, Immutable, Alias("oi.WorkCoefficients")]
public readonly record struct WorkCoefficients(
    [property: Id(0)] double Base, [property: Id(1)] double PerItem, [property: Id(2)] double PerElement, [property: Id(3)] double PerSquaredLength);
