using System.IO.Pipelines;
using System.Text.Json;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http.Json;

/// <summary>The JSON of an answer, with the fields in Triton's order.</summary>
internal static class InferResponseJson
{
    private const int ElementsPerStep = 4096;
    private const int FlushBytes = 64 * 1024;

    /// <param name="json">Where it goes.</param>
    /// <param name="response">What is told.</param>
    /// <param name="pipe">The pipe behind <paramref name="json"/>, flushed on the way lest a slow client fill memory; or null.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public static async ValueTask WriteAsync(
        Utf8JsonWriter json, InferResponse response, PipeWriter? pipe, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        if (response.Id.Length > 0)
            json.WriteString("id"u8, response.Id);
        json.WriteString("model_name"u8, response.Model.Model);
        WriteVersion(json, response.Model.Version);
        json.WriteStartArray("outputs"u8);
        var flushed = 0L;
        for (var i = 0; i < response.Outputs.Length; i++)
        {
            var output = response.Outputs[i];
            WriteHead(json, output, response.IsBinary(i));
            for (var rest = response.IsBinary(i) ? default : output.Data; !rest.IsEmpty;)
            {
                rest = TensorElements.Write(json, output.DataType, rest, ElementsPerStep);
                if (pipe is null || json.BytesCommitted + json.BytesPending - flushed < FlushBytes)
                    continue;
                json.Flush();
                flushed = json.BytesCommitted;
                await pipe.FlushAsync(cancellationToken);
            }
            if (!response.IsBinary(i))
                json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteVersion(Utf8JsonWriter json, long version)
    {
        Span<byte> digits = stackalloc byte[20];
        version.TryFormat(digits, out var length);
        json.WriteString("model_version"u8, digits[..length]);
    }

    private static void WriteHead(Utf8JsonWriter json, InferenceTensor output, bool binary)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, output.Name);
        json.WriteString("datatype"u8, output.DataType.ToProtocolName());
        json.WriteStartArray("shape"u8);
        foreach (var dimension in output.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        if (binary)
        {
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, output.Data.Length);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data"u8);
        }
    }
}
