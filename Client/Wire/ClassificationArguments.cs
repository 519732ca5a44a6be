using OrleansInference.Inference;

namespace OrleansInference.Client.Wire;

/// <summary>What every transport asks of a classification's arguments.</summary>
internal static class ClassificationArguments
{
    public static void Require(InferenceRequest request, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (request.RequestedOutputs.IsEmpty)
            throw new ArgumentException("A classification needs the names of the outputs to classify.", nameof(request));
    }
}
