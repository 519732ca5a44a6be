using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Wire;

/// <summary><see cref="InferenceRequest"/> of a release that had no more than this.</summary>
[GenerateSerializer, Immutable, Alias("oi.tests.EarlierRequest")]
internal sealed record EarlierRequest
{
    [Id(0)] public required string Model { get; init; }
    [Id(5)] public required ImmutableArray<InferenceTensor> Inputs { get; init; }
}
