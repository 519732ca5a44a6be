using System.Collections.Immutable;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Client.Grpc;

/// <summary>From messages to responses; the outputs are views over the message.</summary>
internal static class ResponseMessages
{
    /// <exception cref="InferenceException">The message is none of the protocol.</exception>
    public static InferenceResponse Of(InferResponseMessage message)
    {
        var raw = message.RawContents;
        if (raw.Length > 0 && raw.Length != message.Tensors.Length)
            throw OutputTensor.Violation($"{raw.Length} raw contents for {message.Tensors.Length} outputs");
        var outputs = ImmutableArray.CreateBuilder<InferenceTensor>(message.Tensors.Length);
        foreach (var tensor in message.Tensors)
        {
            var type = OutputTensor.TypeOf(tensor.Name, tensor.DataType);
            var data = raw.IsEmpty ? Typed(tensor, type) : raw[outputs.Count];
            outputs.Add(OutputTensor.Create(tensor.Name, type, tensor.Shape, data));
        }
        return new InferenceResponse
        {
            Model = OutputTensor.ModelOf(message.ModelName, message.ModelVersion), Outputs = outputs.MoveToImmutable(),
        };
    }

    /// <summary>Other servers than this project's may answer with typed contents.</summary>
    private static ReadOnlyMemory<byte> Typed(TensorMessage tensor, TensorDataType type)
    {
        if (tensor.Contents.IsDefaultOrEmpty)
            return default;
        var carrier = type switch
        {
            TensorDataType.Int8 or TensorDataType.Int16 => TensorDataType.Int32,
            TensorDataType.UInt8 or TensorDataType.UInt16 => TensorDataType.UInt32,
            _ => type,
        };
        if (tensor.Contents is not [var contents] || contents.ElementType != carrier)
            throw OutputTensor.Violation($"output '{tensor.Name}' of {tensor.DataType} comes as {string.Join(", ", tensor.Contents.Select(part => part.ElementType))}");
        return carrier == type ? contents.Elements : Narrow(contents.Elements.Span, carrier.ElementBytes(), type.ElementBytes());
    }

    // Little endian: the low bytes come first.
    private static byte[] Narrow(ReadOnlySpan<byte> wide, int wideBytes, int narrowBytes)
    {
        var narrow = new byte[wide.Length / wideBytes * narrowBytes];
        for (var i = 0; i * narrowBytes < narrow.Length; i++)
            wide.Slice(i * wideBytes, narrowBytes).CopyTo(narrow.AsSpan(i * narrowBytes));
        return narrow;
    }
}
