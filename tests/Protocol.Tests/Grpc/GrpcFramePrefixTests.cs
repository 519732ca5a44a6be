using System.Buffers;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Tests.Protocol.Grpc;

public sealed class GrpcFramePrefixTests
{
    [Theory]
    [InlineData(false, 0u, new byte[] { 0, 0, 0, 0, 0 })]
    [InlineData(true, 0x01020304u, new byte[] { 1, 1, 2, 3, 4 })]
    [InlineData(false, uint.MaxValue, new byte[] { 0, 255, 255, 255, 255 })]
    public void It_is_a_flag_and_a_big_endian_length(bool compressed, uint length, byte[] bytes)
    {
        var prefix = new GrpcFramePrefix(compressed, length);
        var written = new byte[GrpcFramePrefix.Bytes];
        prefix.Write(written);
        Assert.Equal(bytes, written);
        Assert.True(GrpcFramePrefix.TryRead(written, out var read));
        Assert.Equal(prefix, read);
    }

    [Fact]
    public void It_is_read_across_segments()
    {
        for (var cut = 0; cut <= GrpcFramePrefix.Bytes; cut++)
        {
            Assert.True(GrpcFramePrefix.TryRead(Segments.Of(new byte[] { 1, 0, 0, 1, 2, 99 }, cut), out var prefix));
            Assert.Equal(new GrpcFramePrefix(true, 258), prefix);
        }
    }

    [Fact]
    public void Another_flag_is_refused()
    {
        Assert.False(GrpcFramePrefix.TryRead([2, 0, 0, 0, 0], out _));
        Assert.False(GrpcFramePrefix.TryRead(new ReadOnlySequence<byte>([0x80, 0, 0, 0, 0]), out _));
    }

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("Application/GRPC+proto", true)]
    [InlineData("application/grpc; charset=utf-8", true)]
    [InlineData("application/grpc+json", false)]
    [InlineData("application/grpc-web", false)]
    [InlineData("", false)]
    public void Content_types_are_told_apart(string contentType, bool isGrpc) =>
        Assert.Equal(isGrpc, GrpcContentType.IsGrpcProto(contentType));
}
