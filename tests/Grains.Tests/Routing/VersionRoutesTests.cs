using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;
using OrleansInference.Routing.Waiting;

namespace OrleansInference.Routing;

public sealed class VersionRoutesTests
{
    [Fact]
    public void A_request_that_no_pool_has_room_for_goes_to_the_one_that_answers_first()
    {
        using var test = new RoutesUnderTest();
        test.Idle(2);
        var running = new[] { test.Claim(), test.Claim() };
        var waiting = test.Claim().Waiting!;
        Assert.Equal(1, test.Routes.WaitingCount);
        Assert.False(waiting.Outcome.IsCompleted);

        test.Answer(running[1].Lease!);
        Assert.Same(running[1].Lease!.Route, waiting.Lease!.Route);
        Assert.Same(WaitingRequest.Placed, RoutesUnderTest.Ended(waiting));
        Assert.Equal(0, test.Routes.WaitingCount);
    }

    // A router keeps no newer report of a pool that idles on: the same one is seen again with each change of another.
    [Fact]
    public void A_pool_that_has_idled_since_it_came_is_not_new_for_ever()
    {
        using var test = new RoutesUnderTest();
        var idle = test.Report(2);
        test.Update(test.Report(1) with { ReadyFor = TimeSpan.FromHours(1) }, idle);
        test.Time.Advance(TimeSpan.FromMinutes(1));
        test.Update(test.Report(1) with { ReadyFor = TimeSpan.FromHours(1) }, idle);

        Assert.Same(test.Pool(1), test.Claim().Lease!.Route);
        Assert.Same(test.Pool(2), test.Claim().Lease?.Route);
    }

    [Fact]
    public void One_pool_alone_queues_everything_itself()
    {
        using var test = new RoutesUnderTest();
        test.Idle(1);
        var claims = Enumerable.Range(0, 5).Select(_ => test.Claim()).ToList();

        Assert.All(claims, claim => Assert.True(claim.Lease!.IsOnlyPlace));
        Assert.Equal(5, test.Pool(1).InFlight);
    }

    [Fact]
    public void A_batch_forms_in_a_pool_while_another_runs()
    {
        using var test = new RoutesUnderTest(batching: new BatchingSpec(4, TimeSpan.Zero, 0));
        test.Update(test.Report(1) with { BatchSize = 4 }, test.Report(2) with { BatchSize = 4 });
        var placed = 0;
        while (test.Claim().Lease is not null) placed++;

        Assert.Equal(2 * 2 * 4, placed);
    }

    [Fact]
    public void A_pool_that_hands_back_is_left_alone_until_it_offers_a_place()
    {
        using var test = new RoutesUnderTest();
        test.Idle(2);
        var first = test.Claim().Lease!;
        test.Answer(first, items: 1, waitSeconds: 0.05);
        var second = test.Claim().Lease!;
        Assert.NotSame(first.Route, second.Route);
        test.Answer(second, items: 1, waitSeconds: 0.05);

        var waiting = test.Claim().Waiting!;
        Assert.Equal(OfferAnswer.Taken, test.Offer(2));
        Assert.Same(test.Pool(2), waiting.Lease!.Route);
        Assert.Equal(OfferAnswer.Declined, test.Offer(1)); // nothing waits any more
    }

    [Fact]
    public void A_pool_with_fewer_replicas_than_it_reported_is_not_asked_again_and_again()
    {
        using var test = new RoutesUnderTest();
        test.Update(test.Report(1, depth: 4, ready: 4), test.Report(2, ready: 4));
        var lease = test.Claim().Lease!;
        test.HandBack(lease, items: 1);

        Assert.NotNull(test.Claim().Waiting);
    }

    [Fact]
    public void Who_waits_goes_in_order_of_priority_then_deadline_then_arrival()
    {
        using var test = new RoutesUnderTest(batching: new BatchingSpec(1, TimeSpan.Zero, 0) { PriorityLevels = 2, DefaultPriority = 2 });
        test.Idle(2);
        var running = test.Claim().Lease!;
        test.Claim();
        WaitingRequest[] waiting =
        [
            test.Claim().Waiting!, test.Claim().Waiting!, test.Claim(timeLeft: TimeSpan.FromSeconds(9)).Waiting!, test.Claim(timeLeft: TimeSpan.FromSeconds(5)).Waiting!, test.Claim(priority: 1).Waiting!,
        ];

        foreach (var next in new[] { 4, 3, 2, 0, 1 })
        {
            test.Answer(running);
            running = Assert.IsType<PoolLease>(waiting[next].Lease);
        }
    }

    [Fact]
    public void Nothing_waits_past_its_deadline()
    {
        using var test = new RoutesUnderTest();
        test.Idle(2);
        var running = test.Claim(elements: 3).Lease!;
        test.Claim(elements: 3);
        var waiting = test.Claim(timeLeft: TimeSpan.FromMilliseconds(60)).Waiting!;

        test.Time.Advance(TimeSpan.FromMilliseconds(59));
        Assert.False(waiting.Outcome.IsCompleted);
        test.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FaultKind.DeadlineExceeded, RoutesUnderTest.Ended(waiting).Fault!.Kind);
        test.Answer(running);
        Assert.Null(waiting.Lease);
    }

    [Fact]
    public void What_cannot_be_done_by_its_deadline_is_refused_at_once_and_what_no_longer_can_gets_no_place()
    {
        using var test = new RoutesUnderTest();
        test.Idle(2);
        var running = test.Claim(elements: 5).Lease!;
        test.Claim(elements: 5);

        var fault = test.Claim(elements: 3, timeLeft: TimeSpan.FromMilliseconds(70)).Fault!;
        Assert.Equal((FaultKind.DeadlineExceeded, TimeSpan.FromMilliseconds(50)), (fault.Kind, fault.RetryAfter));

        var waiting = test.Claim(elements: 3, timeLeft: TimeSpan.FromMilliseconds(90)).Waiting!;
        test.Time.Advance(TimeSpan.FromMilliseconds(70)); // longer than the others should have taken
        test.Answer(running);
        Assert.Equal(FaultKind.DeadlineExceeded, RoutesUnderTest.Ended(waiting).Fault!.Kind);
        Assert.Null(waiting.Lease);
    }

    [Fact]
    public void The_queue_has_the_bounds_that_the_configuration_gives_it()
    {
        using var test = new RoutesUnderTest(batching: new BatchingSpec(1, TimeSpan.Zero, 2));
        test.Idle(2);
        for (var i = 0; i < 4; i++) Assert.Null(test.Claim().Fault);

        var fault = test.Claim().Fault!;
        Assert.Equal(FaultKind.QueueFull, fault.Kind);
        Assert.NotNull(fault.RetryAfter);
    }

    [Fact]
    public void When_the_last_pool_goes_nothing_waits_for_it()
    {
        using var test = new RoutesUnderTest();
        test.Idle(2);
        test.Claim();
        test.Claim();
        var waiting = test.Claim().Waiting!;

        test.Update();
        Assert.Same(WaitingRequest.Placed, RoutesUnderTest.Ended(waiting));
        Assert.Null(waiting.Lease);
        Assert.Equal(default, test.Claim());
    }

    [Fact]
    public void A_slow_pool_gets_what_it_finishes_before_the_fast_ones_would()
    {
        using var test = new RoutesUnderTest();
        test.Update(test.Report(1), test.Report(2, slowness: 5));
        var first = test.Claim().Lease!; // 10 ms on pool 1
        Assert.Same(test.Pool(1), first.Route);

        // Waiting for pool 1 they are done after 20, 30, 40 and 50 ms; on pool 2 each after 50 ms.
        var waiting = Enumerable.Range(0, 3).Select(_ => test.Claim().Waiting!).ToList();
        Assert.All(waiting, each => Assert.Null(each.Lease));
        var fifth = test.Claim();
        var sixth = test.Claim();
        Assert.Single(new[] { fifth, sixth }, claim => claim.Lease?.Route == test.Pool(2));
        test.Answer(first);
        Assert.Same(test.Pool(1), waiting[0].Lease!.Route);
    }

    [Fact]
    public void Pools_that_have_failed_a_request_get_it_no_more()
    {
        using var test = new RoutesUnderTest();
        test.Idle(3);
        var first = test.Claim().Lease!;
        var second = test.Claim(tried: first.Route).Lease!;
        var third = test.Claim(tried: [first.Route, second.Route]).Lease!;

        Assert.Equal(3, new[] { first.Route, second.Route, third.Route }.Distinct().Count());
        Assert.Equal(default, test.Claim(tried: [.. test.Pools]));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Among_idle_pools_the_own_silos_is_first(int own)
    {
        using var test = new RoutesUnderTest(ownSilo: own);
        test.Idle(3);
        for (var i = 0; i < 3; i++)
        {
            var lease = test.Claim().Lease!;
            Assert.Same(test.Pool(own), lease.Route);
            test.Answer(lease);
        }
    }

    [Fact]
    public void A_report_that_is_older_than_an_answer_changes_nothing()
    {
        using var test = new RoutesUnderTest();
        var (idle, busy) = (test.Report(2), test.Report(2, depth: 9));
        test.Update(test.Report(1, depth: 1), idle);
        var lease = test.Claim().Lease!;
        test.Answer(lease);
        test.Update(test.Report(1, depth: 1), busy with { Sequence = idle.Sequence });

        Assert.Same(test.Pool(2), test.Claim().Lease!.Route);
    }

    [Fact]
    public void A_cancelled_request_gives_its_place_to_the_next()
    {
        using var test = new RoutesUnderTest();
        test.Idle(2);
        var running = test.Claim().Lease!;
        test.Claim();
        var (cancelled, next) = (test.Claim().Waiting!, test.Claim().Waiting!);
        cancelled.TrySettle(InferenceOutcome.Of(FaultKind.Cancelled, "gone"));

        test.Answer(running);
        Assert.NotNull(next.Lease);
        Assert.Null(cancelled.Lease);
    }

    [Fact]
    public void A_session_stays_with_its_pool_as_long_as_that_is_not_overloaded()
    {
        using var test = new RoutesUnderTest { Traffic = TrafficSpec.Default with { AffinityKey = "session" } };
        test.Idle(5);
        HashSet<PoolRoute> pools = [];
        foreach (var session in new[] { "a", "b", "c", "d", "e", "f" })
        {
            var first = test.Claim(session).Lease!;
            pools.Add(first.Route);
            test.Answer(first);
            for (var i = 0; i < 5; i++)
            {
                var lease = test.Claim(session).Lease!;
                Assert.Same(first.Route, lease.Route);
                test.Answer(lease);
            }
        }
        // The policy alone would send all of them to the own silo, which is idle each time.
        Assert.True(pools.Count > 1);
    }

    [Fact]
    public void A_policy_that_is_set_for_the_model_counts_from_the_next_snapshot_on()
    {
        using var test = new RoutesUnderTest(lateBinding: false);
        test.Idle(3);
        Assert.Single(Enumerable.Range(0, 3).Select(_ => Next()).Distinct());

        test.Traffic = TrafficSpec.Default with { Policy = PolicyNames.RoundRobin };
        test.Idle(3);
        Assert.Equal(3, Enumerable.Range(0, 3).Select(_ => Next()).Distinct().Count());

        PoolRoute Next()
        {
            var lease = test.Claim().Lease!;
            test.Answer(lease);
            return lease.Route;
        }
    }

    [Theory]
    [InlineData("least_work"), InlineData("least_queue"), InlineData("power_of_two_choices"), InlineData("round_robin"), InlineData("prequal")]
    public void Whatever_happens_no_request_is_lost_and_no_place_is_given_twice(string policy)
    {
        for (var seed = 0; seed < 300; seed++) new RoutesMachine(policy, seed).Run();
    }
}
