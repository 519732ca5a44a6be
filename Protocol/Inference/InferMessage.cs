using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Protocol.Inference;

/// <summary>What a ModelInferRequest and a ModelInferResponse have in common: as it travels, nothing of it checked against a model.</summary>
public abstract record InferMessage
{
    /// <summary>The model's name.</summary>
    public string ModelName { get; init; } = "";

    /// <summary>Empty where the choice is left to the server.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>The caller's own id; may be empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>Of the message as a whole. A parameter that came without a value equals <c>default</c>.</summary>
    public ImmutableDictionary<string, ParameterValue> Parameters { get; init; } = ImmutableDictionary<string, ParameterValue>.Empty;

    /// <summary>A request's inputs, a response's outputs.</summary>
    public ImmutableArray<TensorMessage> Tensors { get; init; } = [];

    /// <summary>
    /// The bytes of <see cref="Tensors"/>, one each in their order (raw_input_contents, raw_output_contents): row-major, little
    /// endian, BYTES elements each behind a 4-byte length. Empty where the tensors hold their elements themselves.
    /// </summary>
    public ImmutableArray<ReadOnlyMemory<byte>> RawContents { get; init; } = [];
}
