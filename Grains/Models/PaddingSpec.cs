using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Models;

/// <summary>How requests of different length share a batch.</summary>
/// <param name="Inputs">The dimensions that are padded to the longest of the batch; all others must be equal.</param>
/// <param name="Outputs">The dimensions of outputs that are as long, and are cut back to each request's own length.</param>
public sealed record PaddingSpec(ImmutableArray<PaddedInput> Inputs, ImmutableArray<PaddedOutput> Outputs)
{
    /// <summary>Of the first padded dimension, by which requests are alike or not; 1 where the request leaves that input out.</summary>
    public long LengthOf(InferenceRequest request)
    {
        foreach (var input in request.Inputs)
            if (input.Name == Inputs[0].Input) return input.Shape[Inputs[0].Dimension];
        return 1;
    }
}
