namespace OrleansInference.Inference;

/// <summary>An expected failure, as a value.</summary>
[GenerateSerializer, Immutable, Alias("oi.InferenceFault")]
public sealed record InferenceFault
{
    [Id(0)] public required FaultKind Kind { get; init; }

    /// <summary>For the caller: what was wrong, what was expected, what to do.</summary>
    [Id(1)] public required string Message { get; init; }

    [Id(2)] public TimeSpan? RetryAfter { get; init; }

    public static InferenceFault Of(FaultKind kind, string message) => new() { Kind = kind, Message = message };
}
