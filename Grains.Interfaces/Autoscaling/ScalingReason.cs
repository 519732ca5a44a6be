namespace OrleansInference.Autoscaling;

/// <summary>What one rule made of the number of replicas.</summary>
/// <param name="Rule">Its name, such as <c>utilisation</c>.</param>
/// <param name="Replicas">How many are wanted after it.</param>
/// <param name="Text">Why, in words and numbers, for people.</param>
[GenerateSerializer, Immutable, Alias("oi.ScalingReason")]
public sealed record ScalingReason([property: Id(0)] string Rule, [property: Id(1)] int Replicas, [property: Id(2)] string Text);
