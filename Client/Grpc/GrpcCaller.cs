using System.Net;
using Google.Protobuf;
using OrleansInference.Inference;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Client.Grpc;

/// <summary>Makes gRPC calls over HTTP/2 (grpc/grpc <c>doc/PROTOCOL-HTTP2.md</c>).</summary>
internal sealed class GrpcCaller(HttpClient http, int maxMessageBytes, TimeProvider time)
{
    private const string Service = "/inference.GRPCInferenceService/";

    /// <summary>A call of one message that answers with one.</summary>
    public async Task<TAnswer> CallAsync<TAnswer>(
        string method, IMessage question, MessageParser<TAnswer> parser, CancellationToken cancellationToken)
        where TAnswer : IMessage<TAnswer>
    {
        using var content = new GrpcMessageContent(question);
        return parser.ParseFrom((await CallAsync(method, content, null, cancellationToken)).Span);
    }

    /// <summary>A call of one message; the bytes of the one that it answers with.</summary>
    public async Task<ReadOnlyMemory<byte>> CallAsync(string method, HttpContent content, TimeSpan? timeLeft, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeLeft ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var answer = await StartAsync(method, content, timeLeft, either.Token);
            var message = await answer.ReadAsync(either.Token);
            if (message is null || await answer.ReadAsync(either.Token) is not null)
                throw new InferenceException($"{http.BaseAddress} answered {method} with {(message is null ? "no message" : "several messages")}, expected one.");
            return message.Value;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InferenceException(
                FaultKind.DeadlineExceeded, $"{http.BaseAddress} gave no answer within {(timeLeft ?? http.Timeout).TotalSeconds} s.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>Begins a call; the answer's messages follow.</summary>
    public async Task<GrpcAnswer> StartAsync(string method, HttpContent content, TimeSpan? timeLeft, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Service + method)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact, // without TLS there is no other way to say HTTP/2
        };
        message.Headers.TE.ParseAdd("trailers");
        message.Headers.Add(GrpcHeaders.AcceptEncoding, $"{GrpcHeaders.Identity},{GrpcHeaders.Gzip}");
        if (timeLeft is { } left)
            message.Headers.Add(GrpcHeaders.Timeout, GrpcTimeout.Format(left));
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await GrpcAnswer.OpenAsync(response, maxMessageBytes, cancellationToken);
    }

    public InferenceException Unreachable(Exception exception) =>
        new(FaultKind.Unavailable, $"No answer from {http.BaseAddress}: {exception.Message}", exception);
}
