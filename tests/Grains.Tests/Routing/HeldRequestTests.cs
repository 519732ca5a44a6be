using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing.Waiting;

namespace OrleansInference.Routing;

/// <summary>Requests for a version whose pools are all parked, or silent, or gone.</summary>
public sealed class HeldRequestTests : IDisposable
{
    private readonly RoutesUnderTest _routes = new();

    public void Dispose() => _routes.Dispose();

    [Fact]
    public void Wait_for_the_first_replica_and_wake_one()
    {
        _routes.Update(_routes.Parked(1), _routes.Parked(2));
        var waiting = _routes.Claim().Waiting!;
        Assert.False(waiting.Outcome.IsCompleted);
        Assert.Equal(1, _routes.Wakes);

        _routes.Update(_routes.Waking(1), _routes.Parked(2));
        Assert.False(waiting.Outcome.IsCompleted);
        _routes.Update(_routes.Report(1), _routes.Parked(2));
        Assert.Same(WaitingRequest.Placed, RoutesUnderTest.Ended(waiting));
        Assert.Same(_routes.Pool(1), waiting.Lease!.Route);
    }

    [Fact]
    public void Wake_at_most_once_a_second_and_as_long_as_they_wait()
    {
        _routes.Update(_routes.Parked(1));
        for (var i = 0; i < 10; i++) _routes.Claim(timeLeft: TimeSpan.FromSeconds(2.5));
        Assert.Equal(1, _routes.Wakes);

        _routes.Time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.Equal(3, _routes.Wakes);
        _routes.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, _routes.Wakes);
    }

    [Fact]
    public void End_at_their_deadlines()
    {
        _routes.Update(_routes.Parked(1));
        var waiting = _routes.Claim(timeLeft: TimeSpan.FromMilliseconds(300)).Waiting!;
        _routes.Time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(waiting.Outcome.IsCompleted);
        _routes.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FaultKind.DeadlineExceeded, RoutesUnderTest.Ended(waiting).Fault!.Kind);
    }

    [Fact]
    public void Are_bounded_as_the_queue_of_a_pool_is_and_go_by_priority()
    {
        using var routes = new RoutesUnderTest(batching: new BatchingSpec(1, TimeSpan.Zero, 2) { PriorityLevels = 2, DefaultPriority = 2 });
        routes.Update(routes.Parked(1));
        var (second, first) = (routes.Claim(priority: 2).Waiting!, routes.Claim(priority: 1).Waiting!);
        Assert.Equal(FaultKind.QueueFull, routes.Claim().Fault!.Kind);

        routes.Update(routes.Report(1), routes.Report(2, depth: 1));
        Assert.True(first.Outcome.IsCompleted);
        Assert.False(second.Outcome.IsCompleted);
    }

    [Fact]
    public void Go_on_without_a_place_where_no_parked_pool_is_left()
    {
        _routes.Update(_routes.Parked(1));
        var waiting = _routes.Claim().Waiting!;
        _routes.Update();
        Assert.Same(WaitingRequest.Placed, RoutesUnderTest.Ended(waiting));
        Assert.Null(waiting.Lease);
        Assert.Equal(default, _routes.Claim());
    }

    [Fact]
    public void A_pool_is_believed_that_says_itself_that_it_is_parked()
    {
        _routes.Idle(1);
        _routes.HandBackParked(_routes.Claim().Lease!);
        var waiting = _routes.Claim().Waiting!;
        Assert.Equal(1, _routes.Wakes);

        _routes.Update(_routes.Report(1));
        Assert.NotNull(waiting.Lease);
    }

    [Fact]
    public void A_pool_that_said_so_long_ago_is_tried_again()
    {
        _routes.Idle(1);
        _routes.HandBackParked(_routes.Claim().Lease!);
        var waiting = _routes.Claim().Waiting!;
        _routes.Time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.False(waiting.Outcome.IsCompleted);
        _routes.Time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.NotNull(waiting.Lease);
    }

    [Fact]
    public void Are_none_where_another_pool_is_ready()
    {
        _routes.Update(_routes.Report(1), _routes.Parked(2));
        Assert.NotNull(_routes.Claim().Lease);
        Assert.Equal(default, _routes.Claim(tried: _routes.Pool(1)));
        Assert.Equal(0, _routes.Wakes);
    }

    [Fact]
    public void A_pool_that_broke_a_call_is_closed_only_where_every_other_did_too()
    {
        _routes.Idle(2);
        var (first, second) = (_routes.Claim().Lease!, _routes.Claim().Lease!);
        RoutesUnderTest.Break(first);
        Assert.Same(second.Route, _routes.Claim(tried: first.Route).Lease!.Route);
        RoutesUnderTest.Break(second);
        var waiting = _routes.Claim().Waiting!;

        _routes.Offer(2);
        Assert.Same(_routes.Pool(2), waiting.Lease!.Route);
    }

    [Fact]
    public void A_pool_that_stays_silent_gets_one_request_a_second_also_when_another_has_come()
    {
        _routes.Idle(1);
        var silent = _routes.Claim().Lease!;
        RoutesUnderTest.Break(silent);
        // A router that has just begun still has it.
        _routes.Update(Reports.Of(1), _routes.Report(2, slowness: 100));
        for (var i = 0; i < 20; i++) Assert.NotSame(silent.Route, Served());
        _routes.Time.Advance(TimeSpan.FromSeconds(1.2));
        Assert.Equal(1, Enumerable.Range(0, 20).Count(_ => Served() == silent.Route));

        PoolRoute Served()
        {
            var lease = _routes.Claim().Lease!;
            if (lease.Route == silent.Route) RoutesUnderTest.Break(lease);
            else _routes.Answer(lease);
            return lease.Route;
        }
    }

    [Fact]
    public void A_report_that_may_be_older_than_the_silence_ends_it_not()
    {
        _routes.Idle(1);
        RoutesUnderTest.Break(_routes.Claim().Lease!);
        var waiting = _routes.Claim().Waiting!;
        _routes.Idle(1);
        Assert.False(waiting.Outcome.IsCompleted);

        _routes.Time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.False(waiting.Outcome.IsCompleted);
        _routes.Idle(1);
        Assert.NotNull(waiting.Lease);
    }

    [Fact]
    public void For_a_version_without_pools_end_once_it_is_not_wanted()
    {
        _routes.Idle(1);
        _routes.MayCome = true;
        _routes.Update();
        var waiting = _routes.Claim().Waiting!;
        Assert.Equal(1, _routes.Wakes);
        _routes.IsWanted = false;
        _routes.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Same(WaitingRequest.Placed, RoutesUnderTest.Ended(waiting));
        Assert.Equal(default, _routes.Claim());
    }

    [Fact]
    public void Are_none_of_a_version_that_never_had_a_ready_pool()
    {
        _routes.MayCome = true;
        _routes.Update();
        Assert.Equal(default, _routes.Claim());
    }

    [Fact]
    public void A_request_that_a_pool_has_just_parked_goes_to_one_that_is_ready()
    {
        _routes.Idle(2);
        var lease = _routes.Claim().Lease!;
        _routes.HandBackParked(lease);
        for (var i = 0; i < 3; i++)
        {
            var next = _routes.Claim().Lease!;
            Assert.NotSame(lease.Route, next.Route);
            _routes.Answer(next);
        }
        Assert.Equal(0, _routes.Wakes);
    }
}
