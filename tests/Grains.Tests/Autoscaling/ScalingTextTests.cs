namespace OrleansInference.Autoscaling;

public sealed class ScalingTextTests
{
    [Fact]
    public void Each_entry_sets_its_value_and_leaves_the_others()
    {
        var defaults = new ScalingSpec { Priority = 7, TargetP99 = TimeSpan.FromSeconds(9) };
        Assert.Equal(defaults, ScalingText.Read("  ", defaults).Spec);

        var (spec, problems) = ScalingText.Read(
            """
            min=2 max=8 target_utilisation=0.5 target_p99_milliseconds=200 target_wait_milliseconds=12.5 stable_window_seconds=30 burst_window_seconds=3
            burst_threshold=1.5 stabilisation_seconds=0 max_shrink_per_minute=0.25 idle_before_zero_seconds=600 spare=1 spare_share=0.1 minimum_marginal_gain=0.05
            cost_per_hour=3.2 priority=-1
            """, defaults);
        Assert.Empty(problems);
        Assert.Equal(
            new ScalingSpec
            {
                MinReplicas = 2,
                MaxReplicas = 8,
                TargetUtilisation = 0.5,
                TargetP99 = TimeSpan.FromMilliseconds(200),
                TargetWait = TimeSpan.FromMilliseconds(12.5),
                StableWindow = TimeSpan.FromSeconds(30),
                BurstWindow = TimeSpan.FromSeconds(3),
                BurstThreshold = 1.5,
                StabilisationWindow = TimeSpan.Zero,
                MaxShrinkPerMinute = 0.25,
                IdleBeforeZero = TimeSpan.FromSeconds(600),
                SpareReplicas = 1,
                SpareShare = 0.1,
                MinMarginalGain = 0.05,
                CostPerHour = 3.2,
                Priority = -1,
                Schedules = spec.Schedules,
            }, spec);
        Assert.Equal(defaults with { TargetP99 = null }, ScalingText.Read("target_p99_milliseconds=none", defaults).Spec);
    }

    [Fact]
    public void Schedules_replace_those_of_the_defaults()
    {
        var defaults = new ScalingSpec { Schedules = [new ScalingSchedule("* * * * *", TimeSpan.FromMinutes(1), 1)] };
        var (spec, problems) = ScalingText.Read("""schedule="0 8 * * 1-5/10h/4" schedule="*/15 9-17 1,15 * SUN/90s/2" """, defaults);
        Assert.Empty(problems);
        Assert.Equal(
            [new ScalingSchedule("0 8 * * 1-5", TimeSpan.FromHours(10), 4), new ScalingSchedule("*/15 9-17 1,15 * SUN", TimeSpan.FromSeconds(90), 2)],
            spec.Schedules.AsEnumerable());
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var (_, problems) = ScalingText.Read("min=0 max=eight maxx=3 target_utilisation=1 target_p99_milliseconds=-5 min=2 spare", new ScalingSpec());
        Assert.Equal(7, problems.Length);
        Assert.Equal("has min=0; allowed: an integer from 1 to 1000000", problems[0]);
        Assert.Equal("has max=eight; allowed: an integer from 1 to 1000000, or none", problems[1]);
        Assert.StartsWith("has \"maxx=3\"; allowed: min, max, target_utilisation, ", problems[2], StringComparison.Ordinal);
        Assert.Equal("has target_utilisation=1; allowed: a number from 0.01 to 0.99", problems[3]);
        Assert.Equal("has target_p99_milliseconds=-5; allowed: a number from 1 to 86400000, or none", problems[4]);
        Assert.Equal("has min twice; allowed: once", problems[5]);
        Assert.Equal("has spare=; allowed: an integer from 0 to 1000000", problems[6]);
    }

    [Theory]
    [InlineData("min=3 max=2", "has max=2 below min=3; allowed: at least that")]
    [InlineData("burst_window_seconds=61", "has burst_window_seconds=61 above stable_window_seconds=60; allowed: at most that")]
    [InlineData("max=3 schedule=\"0 8 * * */1h/4\"", "has a schedule with 4 replicas above max=3; allowed: at most that")]
    public void What_does_not_go_together_is_told(string text, string expected) => Assert.Equal([expected], ScalingText.Read(text, new ScalingSpec()).Problems.AsEnumerable());

    [Theory]
    [InlineData("0 8 * * 1-5"), InlineData("0 8 * * 1-5/10h"), InlineData("0 8 * */10h/4"), InlineData("0 8 * * 1-5/10/4"), InlineData("0 8 * * 1-5/0h/4")]
    [InlineData("0 8 * * 1-5/10h/0"), InlineData("0 8 * * !/10h/4"), InlineData("0 8 * * 1-5/367d/4"), InlineData("/10h/4"), InlineData("")]
    public void A_schedule_of_another_form_is_refused(string schedule)
    {
        var problem = Assert.Single(ScalingText.Read($"schedule=\"{schedule}\"", new ScalingSpec()).Problems);
        Assert.StartsWith($"has schedule={schedule}; allowed: \"cron/duration/replicas\"", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_of_the_options_are_those_of_the_spec() => Assert.Equal(new ScalingSpec(), new AutoscalerOptions().ToSpec());

    [Fact]
    public void Options_that_do_not_go_together_are_refused()
    {
        var result = new AutoscalerOptionsValidator().Validate(null, new AutoscalerOptions { MinReplicas = 3, MaxReplicas = 2, BurstWindow = TimeSpan.FromMinutes(2) });
        Assert.Equal(
            ["Autoscaler:MaxReplicas is 2; allowed: at least Autoscaler:MinReplicas, which is 3.", "Autoscaler:BurstWindow is 00:02:00; allowed: at most Autoscaler:StableWindow, which is 00:01:00."],
            result.Failures);
    }
}
