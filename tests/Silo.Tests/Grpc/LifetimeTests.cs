using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Connections;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>Deadlines, resets, and the end of the server.</summary>
public sealed class LifetimeTests
{
    private static readonly StringValue Hello = new() { Value = "hello" };

    [Theory]
    [InlineData("5H", 5 * 3600d)]
    [InlineData("7M", 7 * 60d)]
    [InlineData("30S", 30d)]
    [InlineData("45000m", 45d)]
    [InlineData("99999999u", 99.999999)]
    [InlineData("99999999H", 99999999d * 3600)]
    [InlineData(null, null)]
    public async Task The_handler_sees_the_time_that_is_left(string? header, double? seconds)
    {
        TimeSpan? left = null;
        await using var host = await Answering((request, call) =>
        {
            left = call.TimeLeft;
            return ValueTask.FromResult<GrpcResult<StringValue>>(request);
        });

        await host.Client.UnaryAsync(TinyHost.Unary, Hello, header is null ? [] : [(GrpcHeaders.Timeout, header)]);

        if (seconds is { } s)
            Assert.InRange(left!.Value.TotalSeconds, s - 20, s);
        else
            Assert.Null(left);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-5S")]
    [InlineData("5 S")]
    [InlineData("5s")]
    [InlineData("123456789m")]
    public async Task A_malformed_time_out_is_INTERNAL(string header)
    {
        await using var host = await TinyHost.StartAsync();

        Assert.Equal(
            (GrpcStatusCode.Internal, $"grpc-timeout: expected at most 8 digits and one of H M S m u n, got '{header}'"),
            (await host.Client.UnaryAsync(TinyHost.Unary, Hello, (GrpcHeaders.Timeout, header))).Status);
    }

    [Theory]
    [InlineData("0S")]
    [InlineData("1n")]
    [InlineData("20m")]
    public async Task The_deadline_cancels_the_handler_and_is_told(string header)
    {
        await using var host = await Answering(async (request, call) =>
        {
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
            return request;
        });

        var answer = await host.Client.UnaryAsync(TinyHost.Unary, Hello, (GrpcHeaders.Timeout, header));

        Assert.Equal((GrpcStatusCode.DeadlineExceeded, "the deadline passed"), answer.Status);
        Assert.True(answer.IsTrailersOnly);
        Assert.Empty(host.Log.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_deadline_no_answer_goes_out_whatever_the_handler_says(bool success)
    {
        await using var host = await Answering(async (request, call) =>
        {
            await Ended(call.CancellationToken);
            return success ? request : new GrpcStatus(GrpcStatusCode.NotFound, "too late");
        });

        var answer = await host.Client.UnaryAsync(TinyHost.Unary, Hello, (GrpcHeaders.Timeout, "10m"));

        Assert.Equal((GrpcStatusCode.DeadlineExceeded, 0), (answer.Code, answer.Body.Length));
    }

    [Fact]
    public async Task A_request_that_does_not_come_in_time_is_DEADLINE_EXCEEDED()
    {
        await using var host = await TinyHost.StartAsync();
        foreach (var path in (string[])[TinyHost.Unary, TinyHost.Both])
        {
            await using var call = host.Client.Open(path, (GrpcHeaders.Timeout, "20m"));
            Assert.Equal(GrpcStatusCode.DeadlineExceeded, (await call.EndAsync()).Code);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1H")]
    public async Task A_client_that_resets_the_call_cancels_the_handler_without_noise(string? timeout)
    {
        var (entered, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await TinyHost.StartAsync(service => service
            .Unary<StringValue, StringValue>("Echo", (request, _) => ValueTask.FromResult<GrpcResult<StringValue>>(request))
            .Bidirectional<StringValue, StringValue>("Chat", async (_, _, call) =>
            {
                entered.SetResult();
                await Ended(call.CancellationToken);
                cancelled.SetResult();
                call.CancellationToken.ThrowIfCancellationRequested();
                return GrpcStatus.Ok;
            }));
        await using var call = host.Client.Open(TinyHost.Both, timeout is null ? [] : [(GrpcHeaders.Timeout, timeout)]);
        await entered.Task.WaitAsync(GrpcClient.Bound);

        await call.ResetAsync();

        await cancelled.Task.WaitAsync(GrpcClient.Bound);
        await host.AssertNextCallWorksAsync();
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task A_client_that_leaves_while_its_messages_are_read_or_its_answers_written_makes_no_noise()
    {
        await using var host = await TinyHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await using var reading = host.Client.Open(TinyHost.Both);
            reading.Send(Hello);
            await reading.ReadAsync<StringValue>();
            await using var writing = host.Client.Open(TinyHost.Down);
            writing.Send(new Int32Value { Value = int.MaxValue });
            writing.Complete();
            await writing.ReadAsync<Int32Value>();
        }

        await host.AssertNextCallWorksAsync();
        await host.StopAsync();
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_a_message_makes_no_noise()
    {
        for (var i = 0; i < 20; i++)
        {
            var (entered, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
            await using var host = await TinyHost.StartAsync(service => service.Raw("Echo", async call =>
            {
                entered.SetResult();
                try
                {
                    await call.ReadSingleAsync();
                    return GrpcStatus.Ok;
                }
                finally
                {
                    ended.SetResult();
                }
            }));
            using (var connection = await BrokenConnection.BeginAsync(host.Address, TinyHost.Unary))
                await entered.Task.WaitAsync(GrpcClient.Bound);

            await ended.Task.WaitAsync(GrpcClient.Bound);
            await host.StopAsync();
            Assert.Empty(host.Log.Errors);
        }
    }

    [Fact]
    public async Task That_the_client_has_gone_is_no_error_also_where_Kestrel_says_it_before_the_token_fires()
    {
        // As giving back what was read throws, while the connection breaks.
        var gone = new IOException("The request stream was aborted.", new ConnectionAbortedException("The HTTP/2 connection faulted."));
        await using var host = await TinyHost.StartAsync(service => service.Raw("Echo", _ => throw gone));
        await host.Client.UnaryAsync(TinyHost.Unary, Hello);
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task A_stopping_server_finishes_calls_and_ends_open_streams_with_UNAVAILABLE()
    {
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await TinyHost.StartAsync(service => service
            .Unary<StringValue, StringValue>("Echo", async (request, _) =>
            {
                entered.SetResult();
                await release.Task;
                return request;
            })
            .Bidirectional<StringValue, StringValue>("Chat", async (requests, answers, _) =>
            {
                while (await requests.ReadAsync() is { } request)
                    await answers.WriteAsync(request);
                await answers.WriteAsync(new StringValue { Value = "bye" });
                return GrpcStatus.Ok;
            }));
        await using var stream = host.Client.Open(TinyHost.Both);
        stream.Send(Hello);
        await stream.ReadAsync<StringValue>();
        var unary = host.Client.UnaryAsync(TinyHost.Unary, Hello);
        await entered.Task.WaitAsync(GrpcClient.Bound);

        var stopped = host.StopAsync();
        stream.Complete(); // too late to be seen; HttpClient may lose an answer's end where its own request has none

        Assert.Equal("bye", (await stream.ReadAsync<StringValue>())?.Value);
        Assert.Equal((GrpcStatusCode.Unavailable, "the server is stopping; send the rest to another"), (await stream.EndAsync()).Status);
        Assert.False(stopped.IsCompleted);
        release.SetResult();
        Assert.Equal(Hello, (await unary).Single<StringValue>());
        await stopped.WaitAsync(GrpcClient.Bound);
    }

    private static Task<TinyHost> Answering(Func<StringValue, GrpcCall, ValueTask<GrpcResult<StringValue>>> handler) =>
        TinyHost.StartAsync(service => service.Unary("Echo", handler));

    private static async Task Ended(CancellationToken token)
    {
        var ended = new TaskCompletionSource();
        await using var registration = token.Register(ended.SetResult);
        await ended.Task.WaitAsync(GrpcClient.Bound, CancellationToken.None);
    }
}
