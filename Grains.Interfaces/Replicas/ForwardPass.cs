namespace OrleansInference.Replicas;

/// <summary>One forward pass that succeeded.</summary>
/// <param name="Items">Length of its batch dimension; 1 for a model that does not batch.</param>
/// <param name="Input">The time to join the requests' inputs.</param>
/// <param name="Infer">The time that the model took.</param>
/// <param name="Output">The time to split its outputs.</param>
[GenerateSerializer, Immutable, Alias("oi.ForwardPass")]
public readonly record struct ForwardPass(
    [property: Id(0)] long Items, [property: Id(1)] TimeSpan Input, [property: Id(2)] TimeSpan Infer, [property: Id(3)] TimeSpan Output);
