using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansInference.Replicas;

public sealed class LoadReporterTests
{
    private readonly ManualTime _time = new();
    private readonly List<PoolReport> _sent = [];

    [Fact]
    public async Task Sends_on_change_and_else_once_a_second()
    {
        var reporter = Reporter(_ => Task.CompletedTask);
        await reporter.Tick();
        await reporter.Tick();
        Assert.Single(_sent);

        reporter.MarkChanged();
        reporter.MarkChanged();
        await reporter.Tick();
        Assert.Equal(2, _sent.Count);

        _time.Advance(LoadReporter.Heartbeat);
        await reporter.Tick();
        Assert.Equal(3, _sent.Count);
    }

    [Fact]
    public async Task Sequences_grow_also_from_one_reporter_to_the_next()
    {
        var first = Reporter(_ => Task.CompletedTask);
        await first.SendNow();
        await first.SendNow();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Reporter(_ => Task.CompletedTask).SendNow();

        Assert.Equal(_sent.Select(report => report.Sequence).Order().Distinct(), _sent.Select(report => report.Sequence));
    }

    [Fact]
    public async Task A_router_that_does_not_answer_holds_up_nothing()
    {
        var reporter = Reporter(_ => new TaskCompletionSource().Task);
        var sending = reporter.SendNow();
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await sending;

        await Reporter(_ => Task.FromException(new InvalidOperationException("gone"))).SendNow();
    }

    private LoadReporter Reporter(Func<PoolReport, Task> answer) => new(
        sequence => new PoolReport
        {
            Pool = new PoolKey(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1")),
            Sequence = sequence,
            State = PoolState.Ready,
            ReadyReplicas = 1,
            LoadingReplicas = 0,
            QueueDepth = 0,
        },
        report =>
        {
            _sent.Add(report);
            return answer(report);
        },
        _time, NullLogger.Instance);
}
