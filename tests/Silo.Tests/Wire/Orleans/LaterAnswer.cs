using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Wire;

/// <summary>What <see cref="PoolAnswer"/> may be in a later release: the new things lie between the known ones.</summary>
[GenerateSerializer, Immutable, Alias("oi.tests.LaterAnswer")]
internal readonly record struct LaterAnswer(
    [property: Id(0)] InferenceOutcome? Outcome, [property: Id(1)] LaterLoad Load, [property: Id(2)] TimeSpan BatchTime, [property: Id(3)] LaterFault? Warning);
