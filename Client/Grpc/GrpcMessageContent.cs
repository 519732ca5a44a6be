using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Client.Grpc;

/// <summary>One message of Google.Protobuf, framed.</summary>
internal sealed class GrpcMessageContent : HttpContent
{
    private readonly byte[] _frame;

    public GrpcMessageContent(IMessage message)
    {
        var bytes = message.CalculateSize();
        _frame = new byte[GrpcFramePrefix.Bytes + bytes];
        new GrpcFramePrefix(false, (uint)bytes).Write(_frame);
        message.WriteTo(_frame.AsSpan(GrpcFramePrefix.Bytes));
        Headers.ContentType = new MediaTypeHeaderValue(GrpcContentType.Grpc);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_frame).AsTask();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }
}
