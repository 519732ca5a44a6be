using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>What a pool says to a request, and what it has to do then.</summary>
/// <param name="Outcome">Null where the pool hands the request back, untouched, to be sent elsewhere: it has no room, is parked, or leaves.</param>
/// <param name="Load">At that moment.</param>
/// <param name="BatchTime">How long the batch took in which the request ran, by the pool's clock; zero where it did not run.</param>
[GenerateSerializer, Immutable, Alias("oi.PoolAnswer")]
public readonly record struct PoolAnswer([property: Id(0)] InferenceOutcome? Outcome, [property: Id(1)] PoolLoad Load, [property: Id(2)] TimeSpan BatchTime = default);
