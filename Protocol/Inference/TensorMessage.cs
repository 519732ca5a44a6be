using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Protocol.Inference;

/// <summary>An InferInputTensor or InferOutputTensor, which have the same fields.</summary>
public sealed record TensorMessage
{
    /// <summary>The tensor's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The protocol's name of the type, such as <c>FP32</c>, as it came.</summary>
    public string DataType { get; init; } = "";

    /// <summary>As it came: negative dimensions too.</summary>
    public ImmutableArray<long> Shape { get; init; } = [];

    /// <summary>Of this tensor.</summary>
    public ImmutableDictionary<string, ParameterValue> Parameters { get; init; } = ImmutableDictionary<string, ParameterValue>.Empty;

    /// <summary>
    /// Its elements where they travel typed: an entry for each field of InferTensorContents that has some, in the fields' order, so one
    /// in any sensible message. <see cref="ImmutableArray{T}.IsDefault"/> where the message has no contents at all.
    /// </summary>
    public ImmutableArray<TensorContents> Contents { get; init; }
}
