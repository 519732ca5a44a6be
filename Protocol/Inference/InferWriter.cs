using System.Buffers;
using OrleansInference.Protocol.Wire;

namespace OrleansInference.Protocol.Inference;

/// <summary>
/// Writes inference messages. Tensors go out in <see cref="InferMessage.RawContents"/>, which come last: everything before
/// them is the head, so that who has a socket's stream writes the head, and then each tensor from where it lies.
/// <see cref="TensorMessage.Contents"/> are not written.
/// </summary>
public static class InferWriter
{
    /// <summary>Bytes of the whole message.</summary>
    public static long SizeOf(InferMessage message)
    {
        var size = new ProtoWriter(null);
        WriteHead(ref size, message);
        WriteRaw(ref size, message);
        return size.Written;
    }

    /// <summary>The whole message.</summary>
    public static void Write(InferMessage message, IBufferWriter<byte> output)
    {
        var writer = new ProtoWriter(output);
        WriteHead(ref writer, message);
        WriteRaw(ref writer, message);
        writer.Flush();
    }

    /// <summary>The message without its raw contents.</summary>
    public static void WriteHead(InferMessage message, IBufferWriter<byte> output)
    {
        var writer = new ProtoWriter(output);
        WriteHead(ref writer, message);
        writer.Flush();
    }

    /// <summary>What stands before the bytes of each of the message's raw contents.</summary>
    public static void WriteRawPrefix(InferMessage message, int rawBytes, IBufferWriter<byte> output)
    {
        var writer = new ProtoWriter(output);
        writer.Length(RawTag(message), rawBytes);
        writer.Flush();
    }

    /// <summary>Bytes of a ModelStreamInferResponse of this error or response.</summary>
    public static long SizeOfStreamResponse(string errorMessage, InferResponseMessage? response)
    {
        var size = new ProtoWriter(null);
        WriteStreamHead(ref size, errorMessage, response);
        if (response is not null)
            WriteRaw(ref size, response);
        return size.Written;
    }

    /// <summary>A ModelStreamInferResponse without the raw contents of its response, which come last here too.</summary>
    public static void WriteStreamHead(string errorMessage, InferResponseMessage? response, IBufferWriter<byte> output)
    {
        var writer = new ProtoWriter(output);
        WriteStreamHead(ref writer, errorMessage, response);
        writer.Flush();
    }

    /// <summary>A whole ModelStreamInferResponse.</summary>
    public static void WriteStreamResponse(string errorMessage, InferResponseMessage? response, IBufferWriter<byte> output)
    {
        var writer = new ProtoWriter(output);
        WriteStreamHead(ref writer, errorMessage, response);
        if (response is not null)
            WriteRaw(ref writer, response);
        writer.Flush();
    }

    private static void WriteStreamHead(ref ProtoWriter writer, string errorMessage, InferResponseMessage? response)
    {
        writer.OptionalText(InferFields.ErrorMessage, errorMessage);
        if (response is null)
            return;
        writer.Length(InferFields.InferResponse, SizeOf(response));
        WriteHead(ref writer, response);
    }

    private static void WriteHead(ref ProtoWriter writer, InferMessage message)
    {
        writer.OptionalText(InferFields.ModelName, message.ModelName);
        writer.OptionalText(InferFields.ModelVersion, message.ModelVersion);
        writer.OptionalText(InferFields.Id, message.Id);
        ParameterFields.Write(ref writer, InferFields.Parameters, message.Parameters);
        foreach (var tensor in message.Tensors)
            TensorFields.Write(ref writer, tensor);
        if (message is InferRequestMessage request)
            foreach (var output in request.Outputs)
                WriteOutput(ref writer, output);
    }

    private static void WriteRaw(ref ProtoWriter writer, InferMessage message)
    {
        foreach (var raw in message.RawContents)
        {
            writer.Length(RawTag(message), raw.Length);
            writer.Bytes(raw.Span);
        }
    }

    private static void WriteOutput(ref ProtoWriter writer, RequestedOutputMessage output)
    {
        var size = new ProtoWriter(null);
        WriteOutputFields(ref size, output);
        writer.Length(InferFields.RequestedOutputs, size.Written);
        WriteOutputFields(ref writer, output);
    }

    private static void WriteOutputFields(ref ProtoWriter writer, RequestedOutputMessage output)
    {
        writer.OptionalText(InferFields.OutputName, output.Name);
        ParameterFields.Write(ref writer, InferFields.OutputParameters, output.Parameters);
    }

    private static uint RawTag(InferMessage message) =>
        message is InferRequestMessage ? InferFields.RawInputContents : InferFields.RawOutputContents;
}
