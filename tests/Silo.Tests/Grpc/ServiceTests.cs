using Google.Protobuf.WellKnownTypes;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>What a service on the layer looks like to its clients.</summary>
public sealed class ServiceTests
{
    private static readonly StringValue Hello = new() { Value = "hello" };

    [Fact]
    public async Task A_unary_call_answers_with_headers_a_message_and_trailers()
    {
        await using var host = await TinyHost.StartAsync();

        var answer = await host.Client.UnaryAsync(TinyHost.Unary, Hello);

        Assert.Equal(Hello, answer.Single<StringValue>());
        Assert.False(answer.IsTrailersOnly);
        Assert.Equal(200, (int)answer.Http.StatusCode);
        Assert.Equal(GrpcContentType.Grpc, answer.Http.Content.Headers.ContentType?.ToString());
        Assert.Equal("identity,gzip", answer.Header(GrpcHeaders.AcceptEncoding));
        Assert.Null(answer.Header(GrpcHeaders.Encoding));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(2000)]
    public async Task A_server_stream_has_its_messages_in_order_and_then_its_status(int count)
    {
        await using var host = await TinyHost.StartAsync();

        var answer = await host.Client.UnaryAsync(TinyHost.Down, new Int32Value { Value = count });

        Assert.Equal((GrpcStatusCode.Ok, ""), answer.Status);
        Assert.Equal(Enumerable.Range(0, count), answer.Frames.Select(frame => Int32Value.Parser.ParseFrom(frame.Bytes).Value));
    }

    [Fact]
    public async Task A_bidirectional_stream_answers_each_message_as_it_comes()
    {
        await using var host = await TinyHost.StartAsync();
        await using var call = host.Client.Open(TinyHost.Both);

        for (var i = 0; i < 5; i++)
        {
            var message = new StringValue { Value = $"message {i}" };
            call.Send(message);
            Assert.Equal(message, await call.ReadAsync<StringValue>());
        }
        call.Complete();

        Assert.Equal((GrpcStatusCode.Ok, ""), (await call.EndAsync()).Status);
    }

    [Theory]
    [InlineData("/tiny.Tiny/Forgotten", "tiny.Tiny/Forgotten is not implemented")]
    [InlineData("/tiny.Tiny/Missing", "no such method: /tiny.Tiny/Missing")]
    [InlineData("/tiny.tiny/Echo", "no such method: /tiny.tiny/Echo")]
    [InlineData("/", "no such method: /")]
    public async Task A_method_that_is_not_there_is_UNIMPLEMENTED(string path, string message)
    {
        await using var host = await TinyHost.StartAsync();

        var answer = await host.Client.UnaryAsync(path, Hello);

        Assert.Equal((GrpcStatusCode.Unimplemented, message), answer.Status);
        Assert.True(answer.IsTrailersOnly);
    }

    [Fact]
    public async Task A_method_can_say_why_it_is_not_there()
    {
        await using var host = await TinyHost.StartAsync(service => service.Unimplemented("Fax", "faxes are not supported"));

        Assert.Equal(
            (GrpcStatusCode.Unimplemented, "faxes are not supported"), (await host.Client.UnaryAsync("/tiny.Tiny/Fax", Hello)).Status);
    }

    [Fact]
    public async Task A_binding_that_does_not_fit_the_descriptor_is_refused_at_the_start()
    {
        var wrongName = await Assert.ThrowsAsync<ArgumentException>(() => TinyHost.StartAsync(
            service => service.Unary<StringValue, StringValue>("Ecko", (request, _) => ValueTask.FromResult<GrpcResult<StringValue>>(request))));
        var wrongKind = await Assert.ThrowsAsync<ArgumentException>(() => TinyHost.StartAsync(
            service => service.Unary<StringValue, Int32Value>("Count", (_, _) => ValueTask.FromResult<GrpcResult<Int32Value>>(new Int32Value()))));

        Assert.StartsWith("tiny.Tiny has no method 'Ecko', expected one of Echo, Count, Chat, Forgotten.", wrongName.Message);
        Assert.StartsWith(
            "tiny.Tiny.Count is (google.protobuf.Int32Value) returns (stream google.protobuf.Int32Value), " +
            "the handler takes (google.protobuf.StringValue) returns (google.protobuf.Int32Value).",
            wrongKind.Message);
    }

    [Fact]
    public async Task A_thousand_calls_share_one_connection()
    {
        var (entered, all, release) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await TinyHost.StartAsync(
            service => service.Unary<StringValue, StringValue>("Echo", async (request, _) =>
            {
                if (Interlocked.Increment(ref entered) == 1000)
                    all.SetResult();
                await release.Task;
                return request;
            }));

        var calls = Enumerable.Range(0, 1000).Select(_ => host.Client.UnaryAsync(TinyHost.Unary, Hello)).ToArray();
        await all.Task.WaitAsync(GrpcClient.Bound);
        release.SetResult();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(Hello, answer.Single<StringValue>()));
        Assert.Equal(1, host.Connections);
    }
}
