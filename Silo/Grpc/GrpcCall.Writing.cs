using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Connections;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

// Messages go straight into the pipe of the response. Those of a unary call leave with the trailers, in one write.
internal sealed partial class GrpcCall
{
    private bool _hasWritten;
    private bool _writing;
    private bool _compresses;

    /// <summary>
    /// Whether answers of some length are compressed, where the client accepts that. Default: where the client's own messages are,
    /// for every client accepts gzip, and few are better off for it. Counts before the first message.
    /// </summary>
    public bool Compress { get; set; }

    /// <summary>Writes a message, but does not flush it.</summary>
    /// <exception cref="OperationCanceledException">The deadline has passed, or the client has gone.</exception>
    public void Write(IMessage message) =>
        Write(message, message.CalculateSize(), static (message, buffer) => message.WriteTo(buffer));

    /// <summary>Writes a message of a known length, but does not flush it.</summary>
    /// <param name="message">Is given to <paramref name="write"/>, so that it needs no closure.</param>
    /// <param name="bytes">The message's length.</param>
    /// <param name="write">Writes exactly that many bytes.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed, or the client has gone.</exception>
    public void Write<TMessage>(TMessage message, int bytes, Action<TMessage, IBufferWriter<byte>> write)
    {
        CancellationToken.ThrowIfCancellationRequested();
        var pipe = HttpContext.Response.BodyWriter;
        if (!_hasWritten)
            BeginAnswer();
        if (_compresses && bytes >= _server.Options.MinCompressedBytes)
        {
            WriteCompressed(pipe, message, write);
            return;
        }
        _writing = true;
        WritePrefix(pipe, new GrpcFramePrefix(Compressed: false, (uint)bytes));
        var before = pipe.UnflushedBytes;
        write(message, pipe);
        var written = pipe.UnflushedBytes - before;
        if (written != bytes)
            throw IsOpen(pipe)
                ? new InvalidOperationException($"A message was to have {bytes} bytes, and has {written}.")
                : new ConnectionAbortedException("The client has gone.");
        _writing = false;
    }

    /// <summary>Sends what was written; waits while the client takes no more.</summary>
    /// <exception cref="OperationCanceledException">The deadline has passed, or the client has gone.</exception>
    public async ValueTask FlushAsync()
    {
        var result = await HttpContext.Response.BodyWriter.FlushAsync(CancellationToken);
        if (result.IsCompleted || result.IsCanceled)
            throw new ConnectionAbortedException("The client has gone.");
    }

    private void BeginAnswer()
    {
        _hasWritten = true;
        _compresses = Compress && AcceptsGzip(RequestHeaders.GrpcAcceptEncoding.ToString());
        if (_compresses)
            HttpContext.Response.Headers.GrpcEncoding = GrpcHeaders.Gzip;
    }

    private static void WriteCompressed<TMessage>(PipeWriter pipe, TMessage message, Action<TMessage, IBufferWriter<byte>> write)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var plain = PipeWriter.Create(gzip, new StreamPipeWriterOptions(leaveOpen: true));
            write(message, plain);
            plain.Complete();
        }
        WritePrefix(pipe, new GrpcFramePrefix(Compressed: true, (uint)compressed.Length));
        pipe.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    /// <summary>Once the client has gone, what is written goes nowhere and is not counted.</summary>
    private static bool IsOpen(PipeWriter pipe)
    {
        var before = pipe.UnflushedBytes;
        pipe.GetSpan(1);
        pipe.Advance(1);
        return pipe.UnflushedBytes > before;
    }

    private static void WritePrefix(PipeWriter pipe, GrpcFramePrefix prefix)
    {
        prefix.Write(pipe.GetSpan(GrpcFramePrefix.Bytes));
        pipe.Advance(GrpcFramePrefix.Bytes);
    }

    /// <summary>Whether a list, its items separated by commas, has gzip.</summary>
    private static bool AcceptsGzip(ReadOnlySpan<char> list)
    {
        foreach (var range in list.Split(','))
            if (list[range].Trim() is GrpcHeaders.Gzip)
                return true;
        return false;
    }
}
