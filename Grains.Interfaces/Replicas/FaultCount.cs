using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>How many requests ended with a kind of fault.</summary>
[GenerateSerializer, Immutable, Alias("oi.FaultCount")]
public readonly record struct FaultCount([property: Id(0)] FaultKind Kind, [property: Id(1)] long Count);
