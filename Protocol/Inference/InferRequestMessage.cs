using System.Collections.Immutable;

namespace OrleansInference.Protocol.Inference;

/// <summary>A ModelInferRequest.</summary>
public sealed record InferRequestMessage : InferMessage
{
    /// <summary>The outputs asked for; empty for all.</summary>
    public ImmutableArray<RequestedOutputMessage> Outputs { get; init; } = [];
}
