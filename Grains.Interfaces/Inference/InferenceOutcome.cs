namespace OrleansInference.Inference;

/// <summary>What became of a request: a response or a fault, exactly one of them.</summary>
[GenerateSerializer, Immutable, Alias("oi.InferenceOutcome")]
public sealed record InferenceOutcome
{
    [Id(0)] public InferenceResponse? Response { get; init; }
    [Id(1)] public InferenceFault? Fault { get; init; }

    /// <summary>
    /// A replica may still be reading the inputs, though the kind of the outcome does not say so: another attempt or another part of the same request
    /// was given up when the outcome was there.
    /// </summary>
    [Id(2)] public bool InputsInUse { get; init; }

    /// <summary>Whether the inputs' memory may be used for other things: not where a replica may still be reading it.</summary>
    public bool MayReuseInputs =>
        !InputsInUse && Fault is not { Kind: FaultKind.Cancelled or FaultKind.DeadlineExceeded or FaultKind.Unavailable };

    public static InferenceOutcome Of(InferenceResponse response) => new() { Response = response };
    public static InferenceOutcome Of(InferenceFault fault) => new() { Fault = fault };
    public static InferenceOutcome Of(FaultKind kind, string message) => Of(InferenceFault.Of(kind, message));
}
