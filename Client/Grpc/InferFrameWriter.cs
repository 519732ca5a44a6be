using System.Buffers;
using System.IO.Compression;
using OrleansInference.Inference;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Client.Grpc;

/// <summary>Writes framed ModelInferRequests to a stream; tensors from where they lie.</summary>
internal static class InferFrameWriter
{
    public static async Task WriteAsync(Stream stream, InferRequestMessage message, bool compress, CancellationToken cancellationToken)
    {
        if (compress)
        {
            await stream.WriteAsync(Deflate(message), cancellationToken);
            return;
        }
        var head = new ArrayBufferWriter<byte>(512);
        new GrpcFramePrefix(false, SizeOf(message)).Write(head.GetSpan(GrpcFramePrefix.Bytes));
        head.Advance(GrpcFramePrefix.Bytes);
        InferWriter.WriteHead(message, head);
        foreach (var raw in message.RawContents)
        {
            InferWriter.WriteRawPrefix(message, raw.Length, head);
            await stream.WriteAsync(head.WrittenMemory, cancellationToken);
            head.ResetWrittenCount();
            await stream.WriteAsync(raw, cancellationToken);
        }
        if (head.WrittenCount > 0)
            await stream.WriteAsync(head.WrittenMemory, cancellationToken);
    }

    private static uint SizeOf(InferRequestMessage message)
    {
        var bytes = InferWriter.SizeOf(message);
        return bytes <= int.MaxValue
            ? (uint)bytes
            : throw new InferenceException(
                FaultKind.InvalidInput, $"The request has {bytes} bytes; a message of gRPC has at most {int.MaxValue}.");
    }

    private static ReadOnlyMemory<byte> Deflate(InferRequestMessage message)
    {
        var plain = new ArrayBufferWriter<byte>((int)SizeOf(message));
        InferWriter.Write(message, plain);
        var frame = new MemoryStream();
        frame.Write(stackalloc byte[GrpcFramePrefix.Bytes]);
        using (var gzip = new GZipStream(frame, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain.WrittenSpan);
        new GrpcFramePrefix(true, (uint)(frame.Length - GrpcFramePrefix.Bytes)).Write(frame.GetBuffer());
        return frame.GetBuffer().AsMemory(0, (int)frame.Length);
    }
}
