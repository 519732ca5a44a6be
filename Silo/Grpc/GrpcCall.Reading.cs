using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

// Length-prefixed messages, however the frames of HTTP/2 split them. A message is a view of Kestrel's buffers, or of the inflater's.
internal sealed partial class GrpcCall
{
    private bool _isGzip;
    private bool _holds;
    private bool _cutShort;
    private SequencePosition _messageEnd;
    private InflatedMessage? _inflated;
    private PipeReader? _pipe;

    private PipeReader Pipe => _pipe ??= HttpContext.Request.BodyReader;

    /// <summary>The only message of a call whose client sends one. Valid until the call ends.</summary>
    /// <exception cref="GrpcException">There is none, or not all of it, or more than one; or it is over the limit.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadSingleAsync()
    {
        while (true)
        {
            var result = await ReceiveAsync();
            var isWhole = TryTake(result.Buffer, out var compressed, out var message);
            if (isWhole && result.Buffer.Length > GrpcFramePrefix.Bytes + message.Length)
                throw new GrpcException(GrpcStatusCode.Internal, "expected one message, got more after it");
            if (result.IsCompleted)
                return isWhole ? Hold(compressed, message) : throw Incomplete(result.Buffer.Length);
            Pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End); // all of it seen, none of it given back
        }
    }

    /// <summary>
    /// The next message, valid until the next read; null after the last, and once the server stops, when the call's status will
    /// tell the client that the rest was not read.
    /// </summary>
    /// <exception cref="GrpcException">The stream ends within a message, or a message is over the limit.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync()
    {
        ReleaseMessage();
        while (!_cutShort)
        {
            var result = await ReceiveAsync();
            if (result.IsCanceled)
                _cutShort = true;
            else if (TryTake(result.Buffer, out var compressed, out var message))
                return Hold(compressed, message);
            else if (result.IsCompleted)
                return result.Buffer.IsEmpty ? null : throw Incomplete(result.Buffer.Length);
            Pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
        return null;
    }

    /// <summary>Has <see cref="ReadAsync"/> answer null, now or when it is next asked.</summary>
    public void StopReading()
    {
        try
        {
            Pipe.CancelPendingRead();
        }
        catch (IOException)
        {
            // Kestrel throws where the client has gone; then the read itself tells so.
        }
    }

    private async ValueTask<ReadResult> ReceiveAsync()
    {
        try
        {
            return Pipe.TryRead(out var result) ? result : await Pipe.ReadAsync(CancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new ConnectionAbortedException("The client has gone.", e); // seen here before the token fires
        }
    }

    private bool TryTake(in ReadOnlySequence<byte> buffer, out bool compressed, out ReadOnlySequence<byte> message)
    {
        (compressed, message) = (false, default);
        if (buffer.Length < GrpcFramePrefix.Bytes)
            return false;
        if (!GrpcFramePrefix.TryRead(buffer, out var prefix))
            throw new GrpcException(GrpcStatusCode.Internal, $"a message's compressed flag: expected 0 or 1, got {buffer.FirstSpan[0]}");
        if (prefix.MessageBytes > _server.Options.MaxReceiveMessageBytes)
            throw new GrpcException(
                GrpcStatusCode.ResourceExhausted,
                $"a message may have at most {_server.Options.MaxReceiveMessageBytes} bytes, got {prefix.MessageBytes}");
        if (prefix.Compressed && !_isGzip)
            throw new GrpcException(
                GrpcStatusCode.Internal, $"a message has the compressed flag, but {GrpcHeaders.Encoding} names no compression");
        if (buffer.Length - GrpcFramePrefix.Bytes < prefix.MessageBytes)
            return false;
        (compressed, message) = (prefix.Compressed, buffer.Slice(GrpcFramePrefix.Bytes, prefix.MessageBytes));
        return true;
    }

    private ReadOnlySequence<byte> Hold(bool compressed, in ReadOnlySequence<byte> message)
    {
        (_holds, _messageEnd) = (true, message.End);
        if (!compressed)
            return message;
        _inflated = InflatedMessage.Of(message, _server.Options.MaxInflatedBytes);
        return new ReadOnlySequence<byte>(_inflated.Bytes);
    }

    private void ReleaseMessage()
    {
        if (!_holds)
            return;
        _holds = false;
        _inflated?.Dispose();
        _inflated = null;
        Pipe.AdvanceTo(_messageEnd);
    }

    private GrpcStatus? BeginEncoding()
    {
        var encoding = RequestHeaders.GrpcEncoding.ToString();
        _isGzip = encoding == GrpcHeaders.Gzip;
        Compress = _isGzip;
        return _isGzip || encoding.Length == 0 || encoding == GrpcHeaders.Identity
            ? null
            : new GrpcStatus(
                GrpcStatusCode.Unimplemented, $"{GrpcHeaders.Encoding}: expected one of {GrpcReply.AcceptEncoding}, got '{encoding}'");
    }

    private static GrpcException Incomplete(long bytes) => new(
        GrpcStatusCode.Internal,
        bytes == 0 ? "expected one message, got none" : $"the request ends within a message, {bytes} bytes after its beginning");
}
