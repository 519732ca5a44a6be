using System.Collections.Immutable;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors;

/// <summary>An inference request as its body says it, consistent in itself, not yet compared with the model.</summary>
internal sealed class DecodedRequest
{
    public string Id { get; set; } = "";
    public ImmutableDictionary<string, ParameterValue> Parameters { get; set; } = ImmutableDictionary<string, ParameterValue>.Empty;
    public ImmutableArray<InferenceTensor> Inputs { get; set; } = [];
    public ImmutableArray<OutputRequest> Outputs { get; set; } = [];

    /// <summary>For outputs that don't say: as bytes after the JSON rather than in it.</summary>
    public bool BinaryOutputs { get; set; }
}
