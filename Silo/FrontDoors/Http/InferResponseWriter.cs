using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http;

/// <summary>
/// Writes an answer from the outputs' own memory. A small one, and the JSON before binary data, is written to a buffer first, because its
/// length stands in a header; large JSON goes to the connection as it is formatted.
/// </summary>
internal sealed class InferResponseWriter(ObjectPool<JsonBuffer> buffers, IOptions<HttpDoorOptions> options)
{
    /// <summary>Tensor bytes up to which JSON is buffered: some 100 KB of text at most.</summary>
    private const int BufferedTensorBytes = 16 * 1024;
    private const int BinaryStepBytes = 256 * 1024;

    /// <summary>Null once the answer is written; a fault, with nothing written yet, where the outputs can't go out as asked.</summary>
    public async ValueTask<InferenceFault?> WriteAsync(HttpContext context, InferResponse response, ContentCoding coding)
    {
        long tensorBytes = 0, binaryBytes = 0;
        var hasBinary = false;
        for (var i = 0; i < response.Outputs.Length; i++)
        {
            tensorBytes += response.Outputs[i].Data.Length;
            if (response.IsBinary(i))
                (hasBinary, binaryBytes) = (true, binaryBytes + response.Outputs[i].Data.Length);
            else if (TensorElements.Check(response.Outputs[i]) is { } fault)
                return fault;
        }
        context.Response.ContentType = hasBinary ? HttpReply.Binary : HttpReply.Json;
        if (hasBinary || tensorBytes <= BufferedTensorBytes)
            await SendBufferedAsync(context, response, coding, hasBinary, binaryBytes);
        else
            await StreamJsonAsync(context, response, coding);
        return null;
    }

    private async ValueTask SendBufferedAsync(
        HttpContext context, InferResponse response, ContentCoding coding, bool hasBinary, long binaryBytes)
    {
        var buffer = buffers.Get();
        try
        {
            await InferResponseJson.WriteAsync(buffer.Writer, response, null, context.RequestAborted);
            var json = buffer.Bytes.WrittenMemory;
            if (hasBinary)
                context.Response.Headers[InferHeaders.JsonLengthName] = json.Length.ToString();
            if (json.Length + binaryBytes < options.Value.MinCompressedBytes)
                coding = ContentCoding.Identity;
            await using var body = await ResponseBody.StartAsync(context, coding, json.Length + binaryBytes);
            await body.Pipe.WriteAsync(json, context.RequestAborted);
            for (var i = 0; i < response.Outputs.Length; i++)
                if (response.IsBinary(i))
                    await WriteBinaryAsync(body.Pipe, response.Outputs[i].Data, context.RequestAborted);
        }
        finally
        {
            buffers.Return(buffer);
        }
    }

    private static async ValueTask StreamJsonAsync(HttpContext context, InferResponse response, ContentCoding coding)
    {
        await using var body = await ResponseBody.StartAsync(context, coding, length: null);
        await using var json = new Utf8JsonWriter(body.Pipe, HttpReply.WriterOptions);
        await InferResponseJson.WriteAsync(json, response, body.Pipe, context.RequestAborted);
    }

    /// <summary>In steps, each awaited, so that a slow client holds back the next rather than filling memory.</summary>
    private static async ValueTask WriteBinaryAsync(PipeWriter pipe, ReadOnlyMemory<byte> data, CancellationToken aborted)
    {
        for (var rest = data; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, BinaryStepBytes)..])
            await pipe.WriteAsync(rest[..Math.Min(rest.Length, BinaryStepBytes)], aborted);
    }
}
