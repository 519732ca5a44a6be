using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

public sealed class ScalingPolicyTests
{
    private static readonly ScalingSpec Plain = new();

    [Fact]
    public void A_third_of_headroom_is_kept()
    {
        var run = new PolicyRun(Plain);

        Assert.Equal(7, run.Decide(run.Load(4.2))); // 4.2 / 0.65 = 6.5
        Assert.Contains(run.Last.Reasons, reason => reason is { Rule: "utilisation", Replicas: 7 } && reason.Text.Contains("offered 4.2", StringComparison.Ordinal));
    }

    [Fact]
    public void No_data_is_not_zero()
    {
        var run = new PolicyRun(Plain, running: 5);
        var nothing = new LoadWindow { Length = TimeSpan.Zero };

        for (var i = 0; i < 500; i++) run.Decide(new ScalingSignals { Stable = nothing, Burst = nothing });

        Assert.Equal(5, run.Last.Wanted);
        Assert.Contains(run.Last.Reasons, reason => reason.Rule == "no data");
    }

    [Fact]
    public void Silence_is_data_but_one_replica_stays() => Assert.Equal(1, new PolicyRun(Plain, running: 3).Hold(0, TimeSpan.FromMinutes(10)));

    [Fact]
    public void What_is_on_its_way_is_not_asked_for_twice()
    {
        var run = new PolicyRun(Plain, running: 2) { Ready = 2 };
        var first = run.Decide(run.Load(4.2));

        for (var i = 0; i < 10; i++) Assert.Equal(first, run.Decide(run.Load(4.2)));
    }

    [Theory]
    [InlineData(3.3, 5)]
    [InlineData(3.2, 5)] // 4.9 by the load, and the stabilisation keeps what there is
    public void Small_changes_change_nothing(double offered, int wanted)
    {
        var run = new PolicyRun(Plain, running: 5);

        Assert.Equal(wanted, run.Hold(offered, TimeSpan.FromMinutes(20)));
        Assert.Equal("steady", run.Last.Reasons[0].Rule);
    }

    [Fact]
    public void Growing_may_jump()
    {
        var run = new PolicyRun(Plain);

        Assert.Equal(62, run.Decide(run.Load(40)));
    }

    [Fact]
    public void A_burst_is_seen_before_the_minute_is_over_and_nothing_shrinks_for_a_minute_after_it()
    {
        var run = new PolicyRun(Plain with { StabilisationWindow = TimeSpan.FromSeconds(2), MaxShrinkPerMinute = 1 }, running: 4);

        Assert.Equal(31, run.Decide(run.Load(2.5, burst: 20)));
        Assert.Contains(run.Last.Reasons, reason => reason is { Rule: "burst", Replicas: 31 });
        var burst = run.Now;
        while (run.Now < burst + TimeSpan.FromSeconds(58)) Assert.Equal(31, run.Decide(run.Load(2.5)));
        Assert.Contains(run.Last.Reasons, reason => reason.Rule == "burst window");

        run.Decide(run.Load(2.5));
        Assert.Equal(4, run.Decide(run.Load(2.5)));
    }

    [Fact]
    public void A_change_is_seen_though_it_makes_the_gaps_look_bursty()
    {
        var run = new PolicyRun(Plain);
        run.Hold(0.1, TimeSpan.FromMinutes(5));
        var load = run.Load(1.2);
        run.Decide(load with { Stable = load.Stable with { ArrivalVariability = 50 } });

        Assert.Equal(("utilisation", 2), (run.Last.Reasons[0].Rule, run.Last.Reasons[0].Replicas));
    }

    [Fact]
    public void Chance_in_a_short_window_is_no_burst()
    {
        var run = new PolicyRun(Plain, running: 2);
        var chance = run.Load(1) with { Burst = PolicyRun.Window(1.6, TimeSpan.FromSeconds(6), meanSeconds: 0.8) with { ArrivalVariability = 1 } };

        Assert.Equal(2, run.Decide(chance));
    }

    [Fact]
    public void Shrinks_to_the_most_that_was_wanted_in_five_minutes()
    {
        var run = new PolicyRun(Plain with { MaxShrinkPerMinute = 1 });
        run.Hold(6.4, TimeSpan.FromMinutes(2)); // 10
        run.Hold(3.2, TimeSpan.FromMinutes(2)); // 5
        Assert.Equal(10, run.Last.Wanted);

        Assert.Equal(10, run.Hold(1.2, TimeSpan.FromMinutes(2.9)));
        Assert.Contains(run.Last.Reasons, reason => reason is { Rule: "stabilisation", Replicas: 10 });
        Assert.Equal(5, run.Hold(1.2, TimeSpan.FromSeconds(20)));
        Assert.Equal(2, run.Hold(1.2, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void What_was_for_a_backlog_goes_without_the_stabilisation_window()
    {
        var run = new PolicyRun(Plain with { MaxShrinkPerMinute = 1 }, running: 4) { Ready = 4 };
        var most = run.Decide(run.Load(2.5) with { BacklogSeconds = 400 });
        Assert.True(most > 8);

        run.Ready = null;
        Assert.Equal(4, run.Decide(run.Load(2.5)));
    }

    [Fact]
    public void A_lower_maximum_holds_at_once_and_what_is_below_it_shrinks_as_ever()
    {
        var run = new PolicyRun(Plain with { MaxReplicas = 5 }, running: 9);

        Assert.Equal(5, run.Decide(run.Load(0.1)));
        Assert.Equal(5, run.Hold(0.1, TimeSpan.FromMinutes(4)));
    }

    [Fact]
    public void Takes_few_away_only_after_a_quarter_of_an_hour()
    {
        var run = new PolicyRun(Plain with { MaxShrinkPerMinute = 1 }, running: 10);

        Assert.Equal(10, run.Hold(4.7, TimeSpan.FromMinutes(14.9))); // 8
        Assert.Equal(8, run.Hold(4.7, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Without_a_stabilisation_window_it_shrinks_at_once() =>
        Assert.Equal(2, new PolicyRun(Plain with { StabilisationWindow = TimeSpan.Zero, MaxShrinkPerMinute = 1 }, running: 10).Hold(1.2, PolicyRun.Tick));

    [Fact]
    public void Shrinks_by_a_share_a_minute_and_at_least_by_one()
    {
        var run = new PolicyRun(Plain with { MaxShrinkPerMinute = 0.25, StabilisationWindow = TimeSpan.FromSeconds(2) }, running: 16);
        List<int> steps = [];
        for (var i = 0; i < 12; i++) steps.Add(run.Hold(0.5, TimeSpan.FromMinutes(1)));

        Assert.Equal([12, 9, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1], steps);
    }

    [Fact]
    public void The_wait_objective_asks_for_more_than_the_utilisation()
    {
        var run = new PolicyRun(Plain with { TargetWait = TimeSpan.FromMilliseconds(5) });
        var load = run.Load(1.2);
        run.Decide(load with { Stable = load.Stable with { ArrivalVariability = 1 } });

        Assert.Contains(run.Last.Reasons, reason => reason.Rule == "wait" && reason.Text.Contains("over 5 ms", StringComparison.Ordinal));
        Assert.True(run.Last.Wanted > 2);
    }

    [Fact]
    public void A_latency_objective_that_no_number_of_replicas_can_keep_asks_for_none()
    {
        var run = new PolicyRun(Plain with { TargetP99 = TimeSpan.FromMilliseconds(50) }); // each request takes 100

        Assert.Equal(2, run.Decide(run.Load(1.2)));
    }

    [Fact]
    public void What_waits_is_worked_off()
    {
        var run = new PolicyRun(Plain, running: 4) { Ready = 4 };

        Assert.Equal(4, run.Decide(run.Load(2.5) with { BacklogSeconds = 20 })); // done before a further replica is ready
        Assert.True(run.Decide(run.Load(2.5) with { BacklogSeconds = 200 }) > 4);
        Assert.Contains(run.Last.Reasons, reason => reason.Rule == "backlog");
    }

    [Fact]
    public void A_missed_objective_teaches_a_lower_utilisation_for_an_hour()
    {
        var run = new PolicyRun(Plain with { TargetWait = TimeSpan.FromMilliseconds(100) }, running: 10);
        var late = PolicyRun.Times(TimeSpan.FromMilliseconds(300), 1000);
        ScalingSignals Late() => run.Load(5.9) is var load ? load with { Stable = load.Stable with { Waits = late } } : null!;

        for (var i = 0; i < 90; i++) Assert.Equal(10, run.Decide(Late())); // not before three minutes with all ten
        for (var i = 0; i < 4; i++) run.Decide(Late());
        Assert.Equal(11, run.Last.Wanted);

        Assert.Equal(11, run.Hold(5.9, TimeSpan.FromMinutes(55)));
        Assert.Equal(10, run.Hold(5.9, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Spare_replicas_come_on_top()
    {
        var run = new PolicyRun(Plain with { SpareReplicas = 1, SpareShare = 0.25 });

        Assert.Equal(7 + 1 + 2, run.Decide(run.Load(4.2)));
    }

    [Fact]
    public void Bounds_hold()
    {
        Assert.Equal(3, new PolicyRun(Plain with { MaxReplicas = 3 }).Hold(40, TimeSpan.FromMinutes(1)));
        Assert.Equal(3, new PolicyRun(Plain with { MinReplicas = 3 }).Hold(0.1, TimeSpan.FromMinutes(10)));
        Assert.Equal(3, new PolicyRun(Plain with { MaxReplicas = 3 }, running: 9).Decide(new PolicyRun(Plain).Load(40)));
    }

    [Fact]
    public void A_schedule_sets_a_minimum_for_its_time()
    {
        var run = new PolicyRun(Plain with { Schedules = [new ScalingSchedule("10 12 * * *", TimeSpan.FromMinutes(5), 4)], StabilisationWindow = TimeSpan.FromSeconds(2) });

        Assert.Equal(1, run.Hold(0.1, TimeSpan.FromMinutes(9)));
        Assert.Equal(4, run.Hold(0.1, TimeSpan.FromMinutes(2)));
        Assert.Contains(run.Last.Reasons, reason => reason.Rule == "schedule");
        Assert.Equal(1, run.Hold(0.1, TimeSpan.FromMinutes(9)));
    }

    [Fact]
    public void Without_a_request_for_so_long_none_is_left_and_the_first_request_brings_one_back()
    {
        var run = new PolicyRun(Plain with { IdleBeforeZero = TimeSpan.FromMinutes(10) }, running: 3);
        run.Hold(0.1, TimeSpan.FromMinutes(1));
        var last = run.Now;
        ScalingSignals Silence() => run.Load(0) with { LastArrival = last };

        while (run.Now < last + TimeSpan.FromMinutes(10) - (2 * PolicyRun.Tick)) Assert.True(run.Decide(Silence()) > 0);
        run.Decide(Silence());
        Assert.Equal(0, run.Decide(Silence()));
        Assert.Equal(0, run.Decide(Silence()));

        Assert.Equal(1, run.Decide(run.Load(0) with { LastArrival = run.Now, InFlight = 1, Waiting = 1 }));
    }

    [Fact]
    public void A_model_that_was_found_without_a_replica_keeps_none_until_somebody_asks()
    {
        var run = new PolicyRun(Plain with { IdleBeforeZero = TimeSpan.FromMinutes(10) }, running: 0);

        Assert.Equal(0, run.Decide(run.Load(0)));
        Assert.Equal(1, run.Decide(run.Load(0) with { InFlight = 1 }));
    }

    [Fact]
    public void No_further_replica_where_it_gains_too_little()
    {
        var greedy = new PolicyRun(Plain with { TargetUtilisation = 0.3 });
        var frugal = new PolicyRun(Plain with { TargetUtilisation = 0.3, MinMarginalGain = 0.6 });
        ScalingSignals Random(PolicyRun run) => run.Load(4.2) is var load ? load with { Stable = load.Stable with { ArrivalVariability = 1 } } : null!;

        Assert.Equal(14, greedy.Decide(Random(greedy)));
        Assert.InRange(frugal.Decide(Random(frugal)), 5, 13);
        Assert.Contains(frugal.Last.Reasons, reason => reason.Rule == "marginal gain");
    }

    [Fact]
    public void The_same_arguments_give_the_same_decision()
    {
        var (x, y) = (new PolicyRun(Plain), new PolicyRun(Plain));
        foreach (var offered in (double[])[1, 5, 3, 9, 2])
        {
            Assert.Equal(x.Hold(offered, TimeSpan.FromMinutes(3)), y.Hold(offered, TimeSpan.FromMinutes(3)));
            Assert.Equal(x.Last.Reasons.ToList(), y.Last.Reasons.ToList());
        }
    }
}
