using OrleansInference.Client.Clusters;

namespace OrleansInference.Client.Clustering.Tests.Clusters;

public sealed class AttemptRaceTests
{
    private static readonly TimeSpan HedgeAfter = TimeSpan.FromSeconds(10);
    private readonly ManualTime _time = new();
    private readonly GatewayLosses _losses = new();
    private readonly AttemptRace _race;
    private readonly List<TaskCompletionSource<string>> _attempts = [];
    private readonly List<CancellationToken> _tokens = [];

    public AttemptRaceTests() => _race = new AttemptRace(_losses, _time);

    [Fact]
    public async Task Where_all_are_slow_few_are_asked_for_again_and_a_loss_still_counts()
    {
        var calls = Enumerable.Range(0, 100).Select(_ => Call()).ToList();
        _time.Advance(HedgeAfter);
        await Attempts(110); // ten seconds on, the calls themselves count no longer
        calls.Add(Call());
        _losses.Report();
        await Attempts(110 + 102);
        Assert.All(calls, call => Assert.False(call.IsCompleted));
    }

    [Fact]
    public async Task An_attempt_that_is_answered_is_the_only_one()
    {
        var call = Call();
        _attempts[0].SetResult("first");
        Assert.Equal("first", await call);
        Assert.Single(_attempts);
    }

    [Fact]
    public async Task Where_a_gateway_is_lost_another_is_asked_at_once_and_the_first_answer_counts()
    {
        var call = Call();
        _losses.Report();
        await Attempts(2);
        _attempts[1].SetResult("second");
        Assert.Equal("second", await call);
        Assert.True(_tokens[0].IsCancellationRequested); // the silo of the first need not go on

        call = Call();
        _losses.Report();
        await Attempts(4);
        _attempts[2].SetResult("it was another gateway");
        Assert.Equal("it was another gateway", await call);
    }

    [Fact]
    public async Task A_gateway_that_was_lost_earlier_does_not_matter()
    {
        _losses.Report();
        var call = Call();
        _attempts[0].SetResult("first");
        Assert.Equal("first", await call);
        Assert.Single(_attempts);
    }

    [Fact]
    public async Task Where_a_gateway_was_lost_the_failure_of_the_newest_attempt_ends_the_call()
    {
        var call = Call();
        _losses.Report();
        await Attempts(2);
        _attempts[1].SetException(new InvalidDataException());
        await Assert.ThrowsAsync<InvalidDataException>(() => call);
    }

    [Fact]
    public async Task A_silent_gateway_is_given_time_then_another_is_asked_whose_failure_does_not_count()
    {
        var call = Call();
        _time.Advance(HedgeAfter - TimeSpan.FromTicks(1));
        Assert.Single(_attempts);
        _time.Advance(TimeSpan.FromTicks(1));
        await Attempts(2);
        _time.Advance(HedgeAfter * 10);
        _attempts[1].SetException(new InvalidDataException());
        _attempts[0].SetResult("late");
        Assert.Equal("late", await call);
        Assert.Equal(2, _attempts.Count);
    }

    [Fact]
    public async Task Losses_without_end_lead_to_four_attempts()
    {
        var call = Call();
        for (var attempts = 2; attempts <= 4; attempts++)
        {
            _losses.Report();
            await Attempts(attempts);
        }
        _losses.Report();
        _attempts[3].SetResult("last");
        Assert.Equal("last", await call);
        Assert.Equal(4, _attempts.Count);
    }

    [Fact]
    public async Task Cancelling_ends_every_attempt()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Call(cancellation.Token);
        _losses.Report();
        await Attempts(2);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.All(_tokens, token => Assert.True(token.IsCancellationRequested));
    }

    private Task<string> Call(CancellationToken cancellationToken = default) => _race.RunAsync(
        token =>
        {
            var attempt = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            token.Register(() => attempt.TrySetCanceled(token));
            lock (_attempts)
            {
                _attempts.Add(attempt);
                _tokens.Add(token);
            }
            return attempt.Task;
        },
        HedgeAfter,
        cancellationToken);

    private Task Attempts(int count) => Eventually.Holds(() =>
    {
        lock (_attempts) return _attempts.Count == count;
    });
}
