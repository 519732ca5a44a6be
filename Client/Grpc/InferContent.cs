using System.Net;
using System.Net.Http.Headers;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Client.Grpc;

/// <summary>Framed ModelInferRequests; each goes out as soon as it is there.</summary>
internal sealed class InferContent : HttpContent
{
    private readonly IAsyncEnumerable<InferRequestMessage> _messages;
    private readonly bool _compress;

    public InferContent(IAsyncEnumerable<InferRequestMessage> messages, bool compress)
    {
        (_messages, _compress) = (messages, compress);
        Headers.ContentType = new MediaTypeHeaderValue(GrpcContentType.Grpc);
        if (compress)
            Headers.Add(GrpcHeaders.Encoding, GrpcHeaders.Gzip);
    }

    public InferContent(InferRequestMessage message, bool compress)
        : this(One(message), compress)
    {
    }

    /// <summary>What the sequence of messages threw, as opposed to the connection; null where it did not.</summary>
    public Exception? SequenceFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var messages = _messages.GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(messages))
        {
            await InferFrameWriter.WriteAsync(stream, messages.Current, _compress, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    // Each message has its own length.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<InferRequestMessage> messages)
    {
        try
        {
            return await messages.MoveNextAsync();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            SequenceFailure = exception;
            throw;
        }
    }

    private static async IAsyncEnumerable<InferRequestMessage> One(InferRequestMessage message)
    {
        await Task.CompletedTask;
        yield return message;
    }
}
