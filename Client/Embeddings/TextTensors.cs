using System.Buffers.Binary;
using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Client.Embeddings;

/// <summary>
/// Fits texts to a model's inputs, as UTF-8. Either a BYTES input of shape [batch] or [batch, 1] gets an element for each text, or a
/// UINT8 input of shape [batch, length] gets a row for each, filled up with zeros, and an integer input of shape [batch, 1], where
/// there is one, the rows' lengths in bytes.
/// </summary>
public static class TextTensors
{
    /// <param name="model">What the server tells of the model.</param>
    /// <param name="texts">UTF-8; at least one, and of equal lengths where <see cref="TakesLengths"/> says no.</param>
    /// <exception cref="ArgumentException">The model has no input for texts, or more than one.</exception>
    public static ImmutableArray<InferenceTensor> Create(ModelMetadata model, IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        var input = Input(model);
        if (input.DataType == TensorDataType.Bytes)
            return [Elements(input, texts)];
        return [Rows(input, texts), .. model.Inputs.Where(IsLength).Take(1).Select(length => Lengths(length, texts))];
    }

    /// <summary>Whether texts of different lengths can go into one request.</summary>
    /// <inheritdoc cref="Create"/>
    public static bool TakesLengths(ModelMetadata model) => Input(model).DataType == TensorDataType.Bytes || model.Inputs.Any(IsLength);

    private static TensorSpec Input(ModelMetadata model)
    {
        var candidates = model.Inputs.Where(IsText).ToList();
        return candidates is [var input]
            ? input
            : throw new ArgumentException(
                $"Model '{model.Name}' has {(candidates.Count == 0 ? "no" : "more than one")} input for a text " +
                "(UINT8 [batch,length] with a dynamic length, or BYTES [batch,1])", nameof(model));
    }

    private static bool IsText(TensorSpec input) => input is
        { DataType: TensorDataType.UInt8, Shape: [-1 or 1, -1] } or { DataType: TensorDataType.Bytes, Shape: [-1 or 1] or [-1, -1 or 1] };

    private static bool IsLength(TensorSpec input) =>
        input is { DataType: TensorDataType.Int32 or TensorDataType.Int64, Shape: [-1 or 1, 1] };

    private static InferenceTensor Elements(TensorSpec input, IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        var data = new byte[texts.Sum(text => sizeof(uint) + text.Length)];
        var rest = data.AsSpan();
        foreach (var text in texts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, text.Length);
            text.Span.CopyTo(rest[sizeof(uint)..]);
            rest = rest[(sizeof(uint) + text.Length)..];
        }
        ImmutableArray<long> shape = input.Shape.Length == 1 ? [texts.Count] : [texts.Count, 1];
        return new InferenceTensor { Name = input.Name, DataType = TensorDataType.Bytes, Shape = shape, Data = data };
    }

    private static InferenceTensor Rows(TensorSpec input, IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        if (texts is [var only])
            return InferenceTensor.Of(input.Name, [1, only.Length], only);
        var width = texts.Max(text => text.Length);
        var data = new byte[(long)texts.Count * width];
        for (var i = 0; i < texts.Count; i++)
            texts[i].CopyTo(data.AsMemory(i * width));
        return InferenceTensor.Of<byte>(input.Name, [texts.Count, width], data);
    }

    private static InferenceTensor Lengths(TensorSpec input, IReadOnlyList<ReadOnlyMemory<byte>> texts) =>
        input.DataType == TensorDataType.Int32
            ? InferenceTensor.Of<int>(input.Name, [texts.Count, 1], texts.Select(text => text.Length).ToArray())
            : InferenceTensor.Of<long>(input.Name, [texts.Count, 1], texts.Select(text => (long)text.Length).ToArray());
}
