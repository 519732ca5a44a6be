using static OrleansInference.Autoscaling.AutoscalerScene;

namespace OrleansInference.Autoscaling;

public sealed class AutoscalerOverridesTests
{
    private static readonly ScalingSpec Two = new() { MinReplicas = 2 };

    private readonly AutoscalerScene _scene = new();
    private long _stamp;

    public AutoscalerOverridesTests()
    {
        _scene.Add(1, 2, Two);
        _scene.Add(1, 2, Two, Texts);
        _scene.Tick();
    }

    [Fact]
    public void A_pause_of_all_shows_decisions_and_does_nothing()
    {
        Set(new ScalingOverride { Stamp = ++_stamp, IsPaused = true });
        _scene.Offered[Digits] = 3;
        _scene.Tick(TimeSpan.FromMinutes(2));
        Assert.True(_scene.Autoscaler.Status(_scene.Now).IsPaused);
        Assert.InRange(_scene.Status().Wanted, 5, 6);
        Assert.Equal(2, _scene.Kept());

        Set(new ScalingOverride { Stamp = ++_stamp });
        _scene.Tick();
        Assert.InRange(_scene.Kept(), 5, 6);
    }

    [Fact]
    public void A_pause_of_one_version_leaves_the_others_scaled()
    {
        Set(new ScalingOverride { Model = Digits, Stamp = ++_stamp, IsPaused = true });
        _scene.Offered[Digits] = _scene.Offered[Texts] = 1.5;
        _scene.Tick(TimeSpan.FromMinutes(2));
        Assert.Equal((2, true), (_scene.Kept(Digits), _scene.Status(Digits).IsPaused));
        Assert.InRange(_scene.Kept(Texts), 3, 4);
        Assert.False(_scene.Status(Texts).IsPaused || _scene.Autoscaler.Status(_scene.Now).IsPaused);
    }

    [Fact]
    public void A_pin_counts_over_all_rules_until_it_is_taken_away()
    {
        Set(new ScalingOverride { Model = Digits, Stamp = ++_stamp, Pinned = 5 });
        _scene.Tick();
        Assert.Equal((5, 5), (_scene.Kept(), _scene.Status().Pinned));
        Assert.Equal(5, _scene.Reason("pinned")!.Replicas);
        Set(new ScalingOverride { Model = Digits, Stamp = ++_stamp, Pinned = 1 });
        _scene.Offered[Digits] = 3;
        _scene.Tick(TimeSpan.FromMinutes(2));
        Assert.Equal(1, _scene.Kept());

        Set(new ScalingOverride { Model = Digits, Stamp = ++_stamp });
        _scene.Tick();
        Assert.InRange(_scene.Kept(), 5, 6);
        Assert.Null(_scene.Reason("pinned"));
    }

    [Fact]
    public void What_the_policy_would_take_away_from_a_pinned_number_is_not_said_to_have_gone()
    {
        Set(new ScalingOverride { Model = Digits, Stamp = ++_stamp, Pinned = 12 });
        _scene.Tick(TimeSpan.FromMinutes(30));

        Assert.Equal(12, _scene.Reason("pinned")!.Replicas);
        Assert.NotNull(_scene.Reason("shrink rate"));
        Assert.DoesNotContain("it has shrunk", _scene.Reason("shrink rate")?.Text ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_t_be_is_refused_with_what_can()
    {
        Assert.Equal("'no/1' is not scaled; those that are: digits/1, texts/1", _scene.Autoscaler.Set(new ScalingOverride { Model = new("no", 1), Stamp = 1 }));
        Assert.Equal("-1 replicas can't be; allowed: 0 or more", _scene.Autoscaler.Set(new ScalingOverride { Model = Digits, Stamp = 1, Pinned = -1 }));
        Assert.Empty(_scene.Autoscaler.Overrides.All);
    }

    [Fact]
    public void An_autoscaler_that_begins_anew_learns_them_from_the_silos_before_it_acts()
    {
        Set(new ScalingOverride { Model = Digits, Stamp = ++_stamp, Pinned = 5 });
        _scene.Tick();
        _scene.Keep(_scene.Autoscaler.Overrides.All);
        _scene.Restart();
        _scene.Tick();
        Assert.Equal((5, 5), (_scene.Kept(), _scene.Status().Pinned));
    }

    private void Set(ScalingOverride change) => Assert.Null(_scene.Autoscaler.Set(change));
}
