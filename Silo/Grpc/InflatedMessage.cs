using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>A message that came compressed with gzip, inflated into pooled memory that goes back when this is disposed.</summary>
internal sealed class InflatedMessage : IDisposable
{
    private const int SmallestBuffer = 4096;
    private const int SmallestGzip = 18; // header and trailer

    private byte[] _buffer;
    private int _used;

    private InflatedMessage(int bytes) => _buffer = ArrayPool<byte>.Shared.Rent(bytes);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _used);

    /// <exception cref="GrpcException">It is no gzip, or inflates to more than <paramref name="limit"/> bytes.</exception>
    public static InflatedMessage Of(in ReadOnlySequence<byte> compressed, int limit)
    {
        if (compressed.Length < SmallestGzip) // and .NET's stream over an empty sequence throws at its end
            throw NoGzip($"it has {compressed.Length} bytes, the least are {SmallestGzip}");
        var message = new InflatedMessage((int)Math.Min(Math.Max(compressed.Length * 4, SmallestBuffer), limit + 1L));
        try
        {
            using var gzip = new GZipStream(PipeReader.Create(compressed).AsStream(), CompressionMode.Decompress);
            message.Fill(gzip, limit);
            message.CheckEnd(compressed);
            return message;
        }
        catch (InvalidDataException e)
        {
            message.Dispose();
            throw NoGzip(e.Message);
        }
        catch (GrpcException)
        {
            message.Dispose();
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>.NET takes a stream that is cut off for one that ends; RFC 1952 has its length in the last four bytes.</summary>
    private void CheckEnd(in ReadOnlySequence<byte> compressed)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        compressed.Slice(compressed.Length - length.Length).CopyTo(length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != _used)
            throw new InvalidDataException("it is cut off");
    }

    private void Fill(GZipStream gzip, int limit)
    {
        while (gzip.ReadAtLeast(_buffer.AsSpan(_used), 1, throwOnEndOfStream: false) is var read and > 0)
        {
            _used += read;
            if (_used > limit)
                throw new GrpcException(GrpcStatusCode.ResourceExhausted, $"a message may inflate to at most {limit} bytes, got more");
            if (_used == _buffer.Length)
                Grow(limit);
        }
    }

    private void Grow(int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _buffer.Length, limit + 1L));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static GrpcException NoGzip(string reason) => new(GrpcStatusCode.Internal, $"a compressed message is not {GrpcHeaders.Gzip}: {reason}");
}
