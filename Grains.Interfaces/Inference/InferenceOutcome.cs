namespace OrleansInference.Inference;

/// <summary>What became of a request: a response or a fault, exactly one of them.</summary>
[GenerateSerializer, Immutable, Alias("oi.InferenceOutcome")]
public sealed record InferenceOutcome
{
    [Id(0)] public InferenceResponse? Response { get; init; }
    [Id(1)] public InferenceFault? Fault { get; init; }

    /// <summary>An attempt that was given up may still read the inputs of the request: their memory must not be used again.</summary>
    [Id(2)] public bool InputsInUse { get; init; }

    public static InferenceOutcome Of(InferenceResponse response) => new() { Response = response };
    public static InferenceOutcome Of(InferenceFault fault) => new() { Fault = fault };
    public static InferenceOutcome Of(FaultKind kind, string message) => Of(InferenceFault.Of(kind, message));
}
