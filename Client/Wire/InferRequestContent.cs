using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Client.Wire;

/// <summary>A request by the binary tensor extension: JSON, then the inputs' bytes as they lie in memory.</summary>
internal sealed class InferRequestContent : HttpContent
{
    private readonly InferenceRequest _request;
    private readonly ReadOnlyMemory<byte> _json;

    /// <param name="request">What to send.</param>
    /// <param name="classes">The classification parameter of each requested output; 0 for none.</param>
    public InferRequestContent(InferenceRequest request, int classes)
    {
        _request = request;
        _json = WriteJson(request, classes);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Headers.Add(Answer.HeaderLength, _json.Length.ToString());
    }

    /// <summary>A deadline as the protocol's servers read it, where 0 would stand for none.</summary>
    public static long Microseconds(TimeSpan timeLeft) => Math.Max(1, (long)timeLeft.TotalMicroseconds);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_json, cancellationToken);
        foreach (var input in _request.Inputs)
            await stream.WriteAsync(input.Data, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length + _request.Inputs.Sum(input => (long)input.Data.Length);
        return true;
    }

    private static ReadOnlyMemory<byte> WriteJson(InferenceRequest request, int classes)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (request.RequestId.Length > 0)
            json.WriteString("id", request.RequestId);
        WriteParameters(json, request);
        json.WriteStartArray("inputs");
        foreach (var input in request.Inputs)
            WriteInput(json, input);
        json.WriteEndArray();
        if (request.RequestedOutputs.Length > 0)
            WriteOutputs(json, request, classes);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteParameters(Utf8JsonWriter json, InferenceRequest request)
    {
        json.WriteStartObject("parameters");
        foreach (var (name, value) in request.Parameters)
        {
            if (value.Boolean is { } boolean)
                json.WriteBoolean(name, boolean);
            else if (value.Integer is { } integer)
                json.WriteNumber(name, integer);
            else if (value.Unsigned is { } unsigned)
                json.WriteNumber(name, unsigned);
            else if (value.Number is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteString(name, value.Text);
        }

        if (request.TimeLeft is { } timeLeft)
            json.WriteNumber("timeout", Microseconds(timeLeft));
        if (request.Priority > 0)
            json.WriteNumber("priority", request.Priority);
        if (request.RequestedOutputs.IsEmpty)
            json.WriteBoolean("binary_data_output", true);
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, InferenceTensor input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteString("datatype", input.DataType.ToProtocolName());
        json.WriteStartArray("shape");
        foreach (var dimension in input.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartObject("parameters");
        json.WriteNumber("binary_data_size", input.Data.Length);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOutputs(Utf8JsonWriter json, InferenceRequest request, int classes)
    {
        json.WriteStartArray("outputs");
        foreach (var output in request.RequestedOutputs)
        {
            json.WriteStartObject();
            json.WriteString("name", output);
            json.WriteStartObject("parameters");
            json.WriteBoolean("binary_data", true);
            if (classes > 0)
                json.WriteNumber("classification", classes);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
