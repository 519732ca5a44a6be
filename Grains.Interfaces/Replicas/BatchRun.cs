using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>What became of a batch.</summary>
/// <param name="Outcomes">One for each request, in order.</param>
/// <param name="Passes">The forward passes that succeeded: one, or more where the program refused a part of the batch.</param>
[GenerateSerializer, Immutable, Alias("oi.BatchRun")]
public readonly record struct BatchRun([property: Id(0)] ImmutableArray<InferenceOutcome> Outcomes, [property: Id(1)] ImmutableArray<ForwardPass> Passes);
