using System.Buffers;
using OrleansInference.Protocol.Wire;

namespace OrleansInference.Protocol.Inference;

/// <summary>
/// Reads inference messages without Google.Protobuf, whose <c>ByteString</c> would copy every tensor once more. It takes what Google's
/// parser takes, but for messages with more than 16,384 tensors, dimensions and parameters.
/// </summary>
/// <remarks>
/// Each method returns what is wrong with the message and where, or null. Tensors' bytes are copied once, into memory from
/// <c>allocate</c> (asked for a number of bytes that the message has, or of the elements that it holds); where that is null, they
/// are views over the message if they lie in one segment.
/// </remarks>
public static class InferReader
{
    /// <summary>Reads a ModelInferRequest.</summary>
    public static string? ReadRequest(
        in ReadOnlySequence<byte> message, Func<int, Memory<byte>>? allocate, out InferRequestMessage? request)
    {
        var reader = new ProtoReader(message);
        var parts = new InferMessageReader(allocate);
        parts.ReadRequest(ref reader);
        request = reader.Error is null ? parts.ToRequest() : null;
        return reader.Error;
    }

    /// <summary>Reads a ModelInferResponse.</summary>
    public static string? ReadResponse(
        in ReadOnlySequence<byte> message, Func<int, Memory<byte>>? allocate, out InferResponseMessage? response)
    {
        var reader = new ProtoReader(message);
        var parts = new InferMessageReader(allocate);
        parts.ReadResponse(ref reader);
        response = reader.Error is null ? parts.ToResponse() : null;
        return reader.Error;
    }

    /// <summary>Reads a ModelStreamInferResponse: a response, or the message of an error, which is empty where there is none.</summary>
    public static string? ReadStreamResponse(
        in ReadOnlySequence<byte> message, Func<int, Memory<byte>>? allocate, out string errorMessage, out InferResponseMessage? response)
    {
        var reader = new ProtoReader(message);
        var parts = new InferMessageReader(allocate);
        var hasResponse = false;
        errorMessage = "";
        while (reader.ReadTag() is var tag and not 0)
            switch (tag)
            {
                case InferFields.ErrorMessage:
                    errorMessage = reader.ReadText(interned: false);
                    break;
                case InferFields.InferResponse:
                    hasResponse = true;
                    reader.Enter(out var outer);
                    parts.ReadResponse(ref reader);
                    reader.Leave(outer);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        response = hasResponse && reader.Error is null ? parts.ToResponse() : null;
        return reader.Error;
    }
}
