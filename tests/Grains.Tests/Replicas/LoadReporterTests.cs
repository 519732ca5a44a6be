using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansInference.Replicas;

public sealed class LoadReporterTests
{
    private readonly ManualTime _time = new();
    private readonly List<PoolReport> _sent = [];

    [Fact]
    public async Task Sends_on_change_and_else_as_the_heart_beats()
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
        _time.Advance(LoadReporter.Heartbeat);
        await sending;

        await Reporter(_ => Task.FromException(new InvalidOperationException("gone"))).SendNow();
    }

    [Fact]
    public async Task A_report_that_was_lost_is_sent_again_with_the_next_tick()
    {
        var isLost = true;
        var reporter = Reporter(_ => isLost ? Task.FromException(new InvalidOperationException("gone")) : Task.CompletedTask);
        await reporter.Tick();
        isLost = false;
        await reporter.Tick();
        await reporter.Tick();

        Assert.Equal(2, _sent.Count);
    }

    [Fact]
    public async Task A_new_router_hears_within_a_second_whatever_became_of_the_last_report()
    {
        // The worst cases: the last report came through a moment before the router moved, or hangs at a silo that died.
        foreach (var isLost in new[] { false, true })
        {
            var reporter = Reporter(_ => isLost ? new TaskCompletionSource().Task : Task.CompletedTask);
            var last = reporter.SendNow();
            var before = _sent.Count;
            var waited = TimeSpan.Zero;
            while (_sent.Count == before)
            {
                _time.Advance(LoadReporter.Period);
                waited += LoadReporter.Period;
                if (last.IsCompleted) last = reporter.Tick(); // a grain's timer waits for its callback
            }
            Assert.True(waited + LoadReporter.Period < TimeSpan.FromSeconds(1), $"It took {waited}.");
        }
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
