using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Bench;

/// <summary>Requests as clients send them that know nothing of tensors.</summary>
internal static class RequestBody
{
    /// <summary>A ModelInferRequest in its frame.</summary>
    public static byte[] Grpc(InferenceRequest request)
    {
        var message = new InferRequestMessage
        {
            ModelName = request.Model,
            ModelVersion = "",
            Tensors = [.. request.Inputs.Select(input => new TensorMessage { Name = input.Name, DataType = input.DataType.ToProtocolName(), Shape = input.Shape })],
            RawContents = [.. request.Inputs.Select(input => input.Data)],
        };
        var frame = new ArrayBufferWriter<byte>();
        new GrpcFramePrefix(false, (uint)InferWriter.SizeOf(message)).Write(frame.GetSpan(GrpcFramePrefix.Bytes));
        frame.Advance(GrpcFramePrefix.Bytes);
        InferWriter.Write(message, frame);
        return frame.WrittenSpan.ToArray();
    }

    /// <summary>The protocol's JSON, all data in it.</summary>
    public static byte[] Json(InferenceRequest request)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("inputs");
        foreach (var input in request.Inputs)
            Write(json, input);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, InferenceTensor input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteString("datatype", input.DataType.ToProtocolName());
        json.WriteStartArray("shape");
        foreach (var size in input.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data");
        WriteData(json, input);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, InferenceTensor input)
    {
        var data = input.Data.Span;
        switch (input.DataType)
        {
            case TensorDataType.Fp32:
                foreach (var value in MemoryMarshal.Cast<byte, float>(data))
                    json.WriteNumberValue(value);
                break;
            case TensorDataType.Int64:
                foreach (var value in MemoryMarshal.Cast<byte, long>(data))
                    json.WriteNumberValue(value);
                break;
            case TensorDataType.Int32:
                foreach (var value in MemoryMarshal.Cast<byte, int>(data))
                    json.WriteNumberValue(value);
                break;
            case TensorDataType.UInt8:
                foreach (var value in data)
                    json.WriteNumberValue(value);
                break;
            default:
                throw new InvalidOperationException($"No benchmark has inputs of type {input.DataType}.");
        }
    }
}
