namespace OrleansInference.Protocol.Inference;

/// <summary>A ModelInferResponse.</summary>
public sealed record InferResponseMessage : InferMessage;
