using System.Buffers;
using System.Buffers.Binary;

namespace OrleansInference.Protocol.Grpc;

/// <summary>The five bytes before each message: a flag and a length, big endian (grpc/grpc <c>doc/PROTOCOL-HTTP2.md</c>).</summary>
/// <param name="Compressed">Whether the message is compressed as the header <c>grpc-encoding</c> says.</param>
/// <param name="MessageBytes">The length of the message that follows, as it travels.</param>
public readonly record struct GrpcFramePrefix(bool Compressed, uint MessageBytes)
{
    /// <summary>The bytes of a prefix.</summary>
    public const int Bytes = 5;

    /// <summary>Writes the prefix into the first <see cref="Bytes"/> of <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], MessageBytes);
    }

    /// <summary>Reads a prefix from at least <see cref="Bytes"/> bytes. False where the flag is neither 0 nor 1: a breach of the protocol.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out GrpcFramePrefix prefix)
    {
        prefix = new GrpcFramePrefix(source[0] == 1, BinaryPrimitives.ReadUInt32BigEndian(source[1..]));
        return source[0] <= 1;
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out GrpcFramePrefix)"/>
    public static bool TryRead(in ReadOnlySequence<byte> source, out GrpcFramePrefix prefix)
    {
        if (source.FirstSpan.Length >= Bytes)
            return TryRead(source.FirstSpan, out prefix);
        Span<byte> bytes = stackalloc byte[Bytes];
        source.Slice(0, Bytes).CopyTo(bytes);
        return TryRead(bytes, out prefix);
    }
}
