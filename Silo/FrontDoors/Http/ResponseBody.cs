using System.IO.Compression;
using System.IO.Pipelines;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Where an answer is written: the connection, or a compressor before it, which ends when this is disposed.</summary>
internal readonly struct ResponseBody : IAsyncDisposable
{
    private readonly Stream? _compressor;

    private ResponseBody(PipeWriter pipe, Stream? compressor) => (Pipe, _compressor) = (pipe, compressor);

    public PipeWriter Pipe { get; }

    /// <summary>Sets the headers that depend on the coding; a compressed answer does not know its length.</summary>
    public static async ValueTask<ResponseBody> StartAsync(HttpContext context, ContentCoding coding, long? length)
    {
        if (coding == ContentCoding.Identity)
        {
            context.Response.ContentLength = length;
            await context.Response.StartAsync(context.RequestAborted); // else the server copies what comes before the headers
            return new ResponseBody(context.Response.BodyWriter, null);
        }
        context.Response.Headers.ContentEncoding = coding == ContentCoding.Gzip ? "gzip" : "deflate";
        Stream compressor = coding == ContentCoding.Gzip
            ? new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        return new ResponseBody(PipeWriter.Create(compressor, new StreamPipeWriterOptions(leaveOpen: true)), compressor);
    }

    public async ValueTask DisposeAsync()
    {
        if (_compressor is null)
            return;
        await Pipe.CompleteAsync();
        await _compressor.DisposeAsync();
    }
}
