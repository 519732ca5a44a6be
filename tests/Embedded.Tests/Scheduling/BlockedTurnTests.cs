using Microsoft.Extensions.Logging;

namespace OrleansInference.Embedded.Tests.Scheduling;

public sealed class BlockedTurnTests
{
    [Fact]
    public async Task A_turn_that_blocks_is_reported_while_it_blocks()
    {
        var log = new Sink();
        await using var cluster = new InProcessTestClusterBuilder(1)
            .ConfigureSilo((_, silo) => silo
                .Configure<SchedulingOptions>(options => options.TurnWarningLengthThreshold = TimeSpan.FromMilliseconds(50))
                .ConfigureLogging(logging => logging.AddProvider(log)))
            .Build();
        await cluster.DeployAsync();
        using var release = new ManualResetEventSlim();
        BlockingGrain.Release = release;
        var call = cluster.Client.GetGrain<IBlockingGrain>("slow").Block();
        var warning = await log.Warned.Task.WaitAsync(TimeSpan.FromSeconds(60));
        release.Set();
        await call;
        Assert.Contains("blocking/slow", warning, StringComparison.Ordinal);
        Assert.Contains("still runs", warning, StringComparison.Ordinal);
    }

    public interface IBlockingGrain : IGrainWithStringKey
    {
        Task Block();
    }

    public sealed class BlockingGrain : Grain, IBlockingGrain
    {
        public static ManualResetEventSlim? Release { get; set; }

        public Task Block()
        {
            Release!.Wait(TimeSpan.FromSeconds(60));
            return Task.CompletedTask;
        }
    }

    private sealed class Sink : ILoggerProvider, ILogger
    {
        public TaskCompletionSource<string> Warned { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning) Warned.TrySetResult(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
