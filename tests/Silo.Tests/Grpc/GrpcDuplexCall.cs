using System.Buffers.Binary;
using Google.Protobuf;

namespace OrleansInference.Grpc;

/// <summary>A streaming call, open in both directions.</summary>
internal sealed class GrpcDuplexCall : IAsyncDisposable
{
    private readonly CancellationTokenSource _reset = new(GrpcClient.Bound);
    private readonly HttpRequestMessage _request;
    private readonly DuplexContent _content;
    private readonly Task<HttpResponseMessage> _response;
    private Stream? _stream;

    public GrpcDuplexCall(GrpcClient client, HttpRequestMessage request, DuplexContent content)
    {
        (_request, _content) = (request, content);
        _response = client.SendAsync(request, _reset.Token);
    }

    public void Send(IMessage message) => _content.Send(GrpcClient.Frame(message.ToByteArray()));

    public void SendBytes(byte[] bytes) => _content.Send(bytes);

    public void Complete() => _content.Complete();

    /// <summary>The next message; null after the last.</summary>
    public async Task<TMessage?> ReadAsync<TMessage>()
        where TMessage : class, IMessage<TMessage>, new()
    {
        _stream ??= await (await _response).Content.ReadAsStreamAsync(_reset.Token);
        var prefix = new byte[5];
        if (await _stream.ReadAtLeastAsync(prefix, 5, throwOnEndOfStream: false, _reset.Token) == 0)
            return null;
        var bytes = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await _stream.ReadExactlyAsync(bytes, _reset.Token);
        var message = new TMessage();
        message.MergeFrom(bytes);
        return message;
    }

    /// <summary>What is left of the answer, with its status.</summary>
    public async Task<GrpcAnswer> EndAsync()
    {
        var response = await _response;
        _stream ??= await response.Content.ReadAsStreamAsync(_reset.Token);
        var rest = new MemoryStream();
        await _stream.CopyToAsync(rest, _reset.Token);
        return new GrpcAnswer(response, rest.ToArray());
    }

    /// <summary>Gives the call up: RST_STREAM.</summary>
    public async Task ResetAsync()
    {
        await _reset.CancelAsync();
        if (_response.IsCompletedSuccessfully)
            (await _response).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await ResetAsync();
        _content.Complete();
        _request.Dispose();
        _reset.Dispose();
    }
}
