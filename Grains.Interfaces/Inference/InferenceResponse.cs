using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Inference;

/// <summary>The outputs of one request, and the model version that computed them.</summary>
[GenerateSerializer, Immutable, Alias("oi.InferenceResponse")]
public sealed record InferenceResponse
{
    [Id(0)] public required ModelVersion Model { get; init; }
    [Id(1)] public required ImmutableArray<InferenceTensor> Outputs { get; init; }
}
