using System.IO.Compression;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Client.Grpc;

/// <summary>The server's side of a call: messages, then a status. Disposing it before its end resets the stream, which cancels the call.</summary>
internal sealed class GrpcAnswer : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly int _maxMessageBytes;
    private readonly byte[] _prefix = new byte[GrpcFramePrefix.Bytes];

    private GrpcAnswer(HttpResponseMessage response, Stream body, int maxMessageBytes) =>
        (_response, _body, _maxMessageBytes) = (response, body, maxMessageBytes);

    /// <exception cref="InferenceException">The answer is a status and nothing else, or no gRPC.</exception>
    public static async Task<GrpcAnswer> OpenAsync(HttpResponseMessage response, int maxMessageBytes, CancellationToken cancellationToken)
    {
        try
        {
            if (!GrpcContentType.IsGrpcProto(response.Content.Headers.ContentType?.ToString()))
                throw GrpcFailure.OfHttp(response);
            return new GrpcAnswer(response, await response.Content.ReadAsStreamAsync(cancellationToken), maxMessageBytes);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The next message in memory of its own; null at the end of a call that went well.</summary>
    /// <exception cref="InferenceException">The status is an error.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await _body.ReadAtLeastAsync(_prefix, _prefix.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            GrpcFailure.ThrowUnlessOk(_response);
            return null;
        }
        if (read < _prefix.Length)
            throw new InferenceException("The answer ends within a message.");
        if (!GrpcFramePrefix.TryRead(_prefix, out var prefix))
            throw new InferenceException($"A message of the answer begins with {_prefix[0]}, expected 0 or 1.");
        if (prefix.MessageBytes > _maxMessageBytes)
            throw TooLarge(prefix.MessageBytes);
        var message = GC.AllocateUninitializedArray<byte>((int)prefix.MessageBytes);
        await _body.ReadExactlyAsync(message, cancellationToken);
        return prefix.Compressed ? Inflate(message) : message;
    }

    public void Dispose() => _response.Dispose();

    private ReadOnlyMemory<byte> Inflate(byte[] message)
    {
        var encoding = _response.Headers.TryGetValues(GrpcHeaders.Encoding, out var values) ? string.Join(',', values) : "";
        if (encoding != GrpcHeaders.Gzip)
            throw new InferenceException($"The answer is compressed with '{encoding}', expected {GrpcHeaders.Gzip}.");
        using var gzip = new GZipStream(new MemoryStream(message), CompressionMode.Decompress);
        var inflated = new MemoryStream();
        var chunk = new byte[81920];
        for (int read; (read = gzip.Read(chunk)) > 0; inflated.Write(chunk, 0, read))
            if (inflated.Length + read > _maxMessageBytes)
                throw TooLarge(inflated.Length + read);
        return inflated.GetBuffer().AsMemory(0, (int)inflated.Length);
    }

    private InferenceException TooLarge(long bytes) =>
        new($"The answer has a message of {bytes} bytes or more, this client takes {_maxMessageBytes}.");
}
