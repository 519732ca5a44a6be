using System.Collections.Immutable;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http;

/// <summary>What is to be written: outputs in the order of the answer, and how the request wants each.</summary>
internal readonly record struct InferResponse(ModelVersion Model, DecodedRequest Request, ImmutableArray<InferenceTensor> Outputs)
{
    public string Id => Request.Id;

    /// <summary>Outputs stand in the order of the request's, or the request names none.</summary>
    public bool IsBinary(int output) =>
        output < Request.Outputs.Length ? Request.Outputs[output].Binary ?? Request.BinaryOutputs : Request.BinaryOutputs;
}
