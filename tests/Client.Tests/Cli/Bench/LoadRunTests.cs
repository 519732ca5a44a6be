namespace OrleansInference.Cli.Bench;

public sealed class LoadRunTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly LoadPlan Plan = new() { Connections = 3, WarmUp = TimeSpan.Zero, Duration = TimeSpan.FromHours(1), Timeout = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Cancelling_ends_exchanges_and_keeps_what_was_recorded()
    {
        using var cancel = new CancellationTokenSource();
        var connection = new Blocking(answers: 2);
        var run = Task.Run(() => LoadRun.Run(Plan with { RequestsPerSecond = 1000, Connections = 1 }, () => connection, new SystemLoadClock(), watch: null, cancel.Token));
        await connection.Blocked.Task.WaitAsync(Bound);
        cancel.Cancel();
        var result = await run.WaitAsync(Bound);
        Assert.Equal((2, 0), (result.Latency.Count, result.ErrorCount));
        Assert.True(connection.IsDisposed);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_the_next_request()
    {
        using var cancel = new CancellationTokenSource();
        var plan = Plan with { RequestsPerSecond = 0.01, Connections = 1 }; // the second is due after a hundred seconds
        var connection = new Blocking(answers: 1);
        var run = Task.Run(() => LoadRun.Run(plan, () => connection, new SystemLoadClock(), progress => { if (progress.Latency.Count > 0) cancel.Cancel(); }, cancel.Token));
        Assert.Equal(1, (await run.WaitAsync(Bound)).Latency.Count);
    }

    [Fact]
    public void Whoever_watches_is_told_how_far_it_is()
    {
        var seen = new List<LoadProgress>();
        using var watched = new ManualResetEventSlim();
        var result = LoadRun.Run(
            Plan with { MostRequests = 10 }, () => new Waiting(watched), new SystemLoadClock(),
            progress =>
            {
                seen.Add(progress);
                watched.Set();
            });
        Assert.Equal(10, result.Latency.Count);
        Assert.False(seen[0].IsWarmUp);
        Assert.True(seen[0].Latency.Count < 10);
    }

    /// <summary>Answers some requests, and no further one.</summary>
    private sealed class Blocking(int answers) : ILoadConnection
    {
        private readonly ManualResetEventSlim _disposed = new();
        private int _sent;

        public TaskCompletionSource Blocked { get; } = new();

        public bool IsDisposed => _disposed.IsSet;

        public string? Exchange()
        {
            if (++_sent <= answers)
                return null;
            Blocked.TrySetResult();
            _disposed.Wait();
            return "ended";
        }

        public void Dispose() => _disposed.Set();
    }

    private sealed class Waiting(ManualResetEventSlim until) : ILoadConnection
    {
        public string? Exchange()
        {
            until.Wait();
            return null;
        }

        public void Dispose()
        {
        }
    }
}
