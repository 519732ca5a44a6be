using System.IO.Compression;
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
        if (!hasBinary && tensorBytes > BufferedTensorBytes)
        {
            await SendAsync(context, coding, null, (pipe, aborted) => StreamJsonAsync(pipe, response, aborted));
            return null;
        }

        var buffer = buffers.Get();
        try
        {
            await InferResponseJson.WriteAsync(buffer.Writer, response, null, context.RequestAborted);
            var jsonBytes = buffer.Bytes.WrittenCount;
            if (hasBinary)
                context.Response.Headers[InferHeaders.JsonLengthName] = jsonBytes.ToString();
            if (jsonBytes + binaryBytes < options.Value.MinCompressedBytes)
                coding = ContentCoding.Identity;
            await SendAsync(context, coding, jsonBytes + binaryBytes, (pipe, aborted) => SendPartsAsync(pipe, buffer.Bytes.WrittenMemory, response, aborted));
        }
        finally
        {
            buffers.Return(buffer);
        }
        return null;
    }

    private static async Task SendAsync(HttpContext context, ContentCoding coding, long? length, Func<PipeWriter, CancellationToken, ValueTask> send)
    {
        if (coding == ContentCoding.Identity)
        {
            context.Response.ContentLength = length;
            await context.Response.StartAsync(context.RequestAborted); // else the server buffers what comes before the headers
            await send(context.Response.BodyWriter, context.RequestAborted);
            return;
        }
        context.Response.Headers.ContentEncoding = coding == ContentCoding.Gzip ? "gzip" : "deflate";
        await using Stream compressed = coding == ContentCoding.Gzip
            ? new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        var pipe = PipeWriter.Create(compressed, new StreamPipeWriterOptions(leaveOpen: true));
        await send(pipe, context.RequestAborted);
        await pipe.CompleteAsync();
    }

    private static async ValueTask StreamJsonAsync(PipeWriter pipe, InferResponse response, CancellationToken aborted)
    {
        await using var json = new Utf8JsonWriter(pipe, HttpReply.WriterOptions);
        await InferResponseJson.WriteAsync(json, response, pipe, aborted);
    }

    private static async ValueTask SendPartsAsync(PipeWriter pipe, ReadOnlyMemory<byte> json, InferResponse response, CancellationToken aborted)
    {
        await pipe.WriteAsync(json, aborted);
        for (var i = 0; i < response.Outputs.Length; i++)
            if (response.IsBinary(i))
                for (var rest = response.Outputs[i].Data; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, BinaryStepBytes)..])
                    await pipe.WriteAsync(rest[..Math.Min(rest.Length, BinaryStepBytes)], aborted);
    }
}
