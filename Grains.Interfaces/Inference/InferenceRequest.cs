using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Inference;

/// <summary>One admitted request on its way to a replica.</summary>
[GenerateSerializer, Immutable, Alias("oi.InferenceRequest")]
public sealed record InferenceRequest
{
    [Id(0)] public required string Model { get; init; }

    /// <summary>Null where the caller leaves the choice to the server.</summary>
    [Id(1)] public long? Version { get; init; }

    /// <summary>The caller's own id, echoed in the answer; may be empty.</summary>
    [Id(2)] public string RequestId { get; init; } = "";

    /// <summary>
    /// Time left until the deadline when this message was sent; null for none. A duration, not an instant, because
    /// clocks of two silos differ; each hop turns it into an instant of its own clock and sends what is left.
    /// </summary>
    [Id(3)] public TimeSpan? TimeLeft { get; init; }

    /// <summary>0 for the model's default; else 1 is the most important, as in Triton.</summary>
    [Id(4)] public uint Priority { get; init; }

    [Id(5)] public required ImmutableArray<InferenceTensor> Inputs { get; init; }

    /// <summary>Names of the outputs to return; empty for all.</summary>
    [Id(6)] public ImmutableArray<string> RequestedOutputs { get; init; } = [];

    /// <summary>Who asks, as far as the door knows: the name of its API key. Callers share a contended queue fairly. Empty for anyone.</summary>
    [Id(8)] public string Caller { get; init; } = "";

    /// <summary>How long it has waited since it was admitted; counts for its place in a queue and for queue policies.</summary>
    [Id(9)] public TimeSpan Waited { get; init; }

    [Id(7)] public ImmutableDictionary<string, ParameterValue> Parameters { get; init; } = ImmutableDictionary<string, ParameterValue>.Empty;

    /// <summary>
    /// The longest answer, in bytes of its message, that whoever passed the request on can take: one from another silo travels as one message. Null for any. A longer one is
    /// <see cref="FaultKind.TooLarge"/>.
    /// </summary>
    [Id(10)] public int? MaxAnswerBytes { get; init; }
}
