using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OrleansInference.Inference;

namespace OrleansInference.Client.Retries;

/// <summary>Retries against a server over real sockets; pauses are short, and what is asserted is what was sent.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private const string Path = "/v2/models/m/infer";
    private readonly List<long> _timeouts = [];
    private FakeServer _server = null!;

    private static InferenceRequest Request => new() { Model = "m", Inputs = [] };

    public async Task InitializeAsync() => _server = await FakeServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(502)]
    public async Task What_may_go_better_is_tried_again(int status)
    {
        Fail(status, times: 2);
        using var client = Client();
        await client.InferAsync(Request);
        Assert.Equal(3, _timeouts.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(504)]
    public async Task What_would_fail_alike_is_not(int status)
    {
        Fail(status, times: 1);
        using var client = Client();
        await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request));
        Assert.Single(_timeouts);
    }

    [Fact]
    public async Task It_ends_after_as_many_attempts_as_the_options_say()
    {
        Fail(503, times: 100);
        using var client = Client(options => options.MaxRetries = 2);
        var exception = await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request));
        Assert.Equal((FaultKind.Unavailable, "because"), (exception.Kind, exception.Message));
        Assert.Equal(3, _timeouts.Count);
    }

    [Fact]
    public async Task Each_attempt_has_what_is_left_of_the_deadline()
    {
        Fail(503, times: 3);
        using var client = Client(options => options.RetryDelay = TimeSpan.FromMilliseconds(20));
        await client.InferAsync(Request with { TimeLeft = TimeSpan.FromSeconds(20) });
        Assert.Equal(_timeouts.OrderDescending(), _timeouts);
        Assert.InRange(_timeouts[0], 1, 20_000_000);
        Assert.True(_timeouts[^1] < _timeouts[0]);
    }

    [Fact]
    public async Task A_pause_that_the_deadline_has_no_room_for_is_not_waited()
    {
        _server.Answer(Path, context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        });
        using var client = Client(options => options.Timeout = TimeSpan.FromSeconds(30));
        var start = Stopwatch.GetTimestamp();
        var exception = await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request));
        Assert.Equal((FaultKind.QueueFull, TimeSpan.FromSeconds(60)), (exception.Kind, exception.RetryAfter));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_request_without_a_deadline_gets_the_default()
    {
        Fail(503, times: 0);
        using var client = Client(options => options.Timeout = TimeSpan.FromSeconds(7));
        await client.InferAsync(Request);
        Assert.InRange(Assert.Single(_timeouts), 1, 7_000_000);
    }

    [Fact]
    public async Task Other_calls_end_at_the_default_deadline_too()
    {
        _server.Answer("/v2/models/m", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = Client(options => options.Timeout = TimeSpan.FromMilliseconds(50));
        Assert.Equal(FaultKind.DeadlineExceeded, (await Assert.ThrowsAsync<InferenceException>(() => client.GetModelAsync("m"))).Kind);
    }

    [Fact]
    public async Task A_caller_who_leaves_during_a_pause_is_let_go()
    {
        Fail(429, times: 100, retryAfter: "20");
        using var client = Client();
        using var cancellation = new CancellationTokenSource();
        var call = client.InferAsync(Request, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private IInferenceClient Client(Action<InferenceClientOptions>? configure = null)
    {
        var options = new InferenceClientOptions { Address = _server.Address, RetryDelay = TimeSpan.FromMilliseconds(1) };
        configure?.Invoke(options);
        return InferenceClient.Create(options);
    }

    private void Fail(int status, int times, string? retryAfter = null) => _server.Answer(Path, async context =>
    {
        _timeouts.Add((long)_server.Json!["parameters"]!["timeout"]!);
        if (_timeouts.Count > times)
        {
            await context.Response.WriteAsync("""{"outputs": []}""");
            return;
        }
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync("""{"error": "because"}""");
    });
}
