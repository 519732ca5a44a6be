using OrleansInference.Routing;
using static OrleansInference.Autoscaling.AutoscalerScene;

namespace OrleansInference.Autoscaling;

public sealed class AutoscalerTests
{
    private static readonly ScalingSpec Spec = new();

    [Fact]
    public void Does_nothing_before_it_has_heard_of_every_silo()
    {
        var scene = new AutoscalerScene();
        for (var silo = 1; silo <= 3; silo++) scene.Add(silo, 0, Spec);
        scene.Silent.Add(Reports.Silo(3));
        Assert.Empty(scene.Tick(TimeSpan.FromSeconds(14)).Resizes);
        Assert.Empty(scene.Autoscaler.Status(scene.Now).Versions);
        scene.Silent.Clear();
        Assert.Single(scene.Tick().Resizes);
    }

    [Fact]
    public void Waits_no_longer_than_fifteen_seconds_for_a_silo_that_says_nothing()
    {
        var scene = new AutoscalerScene();
        for (var silo = 1; silo <= 3; silo++) scene.Add(silo, 0, Spec);
        scene.Silent.Add(Reports.Silo(3));
        Assert.Empty(scene.Tick(TimeSpan.FromSeconds(14)).Resizes);
        Assert.Single(scene.Tick().Resizes);
    }

    [Fact]
    public void Begins_from_what_runs_and_does_not_shrink_at_once()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 4, Spec);
        scene.Add(2, 4, Spec);
        scene.Tick(TimeSpan.FromMinutes(3));
        scene.Restart();
        scene.Tick(TimeSpan.FromSeconds(298));
        Assert.Equal(8, scene.Kept());
        Assert.Equal((8, 8), (scene.Status().Ready, scene.Status().Wanted));
        scene.Tick(TimeSpan.FromMinutes(1));
        Assert.Equal(4, scene.Kept()); // half of them a minute
        scene.Tick(TimeSpan.FromMinutes(5));
        Assert.Equal(1, scene.Kept());
    }

    [Fact]
    public void Does_not_take_up_a_version_before_its_first_silo_has_what_it_begins_with()
    {
        var scene = new AutoscalerScene();
        Assert.Null(scene.Autoscaler.Begin(Reports.Silo(1), Digits, scene.Now));
        scene.Add(1, 0, Spec);
        Assert.Empty(scene.Tick().Resizes);
        scene.Begin(1, 3);
        scene.Tick(TimeSpan.FromMinutes(1));
        Assert.Equal((3, 3), (scene.Kept(), scene.Status().Wanted));
    }

    [Fact]
    public void A_silo_that_never_has_what_it_begins_with_is_not_waited_for_long()
    {
        var scene = new AutoscalerScene();
        Assert.Null(scene.Autoscaler.Begin(Reports.Silo(1), Digits, scene.Now));
        scene.Add(1, 0, Spec);
        Assert.Empty(scene.Tick(TimeSpan.FromSeconds(14)).Resizes);
        Assert.Equal(1, Assert.Single(scene.Tick().Resizes).Replicas);
    }

    [Fact]
    public void Grows_with_the_load_and_says_why()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 1, Spec);
        scene.Add(2, 0, Spec);
        scene.Offered[Digits] = 0.3;
        scene.Tick(TimeSpan.FromMinutes(2));
        Assert.Equal(1, scene.Kept());
        scene.Offered[Digits] = 3;
        scene.Tick(TimeSpan.FromMinutes(2));
        var status = scene.Status();
        Assert.InRange(scene.Kept(), 5, 6); // 3 / 0.65
        Assert.Equal((scene.Kept(), 3.0), (status.Wanted, Math.Round(status.Figures.Offered!.Value, 1)));
        Assert.All(status.Decisions, decision => Assert.NotEmpty(decision.Reasons));
        Assert.NotEmpty(status.Changes);
    }

    [Fact]
    public void Grows_one_version_before_it_shrinks_another()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 4, Spec with { MaxReplicas = 1 });
        scene.Add(1, 0, Spec with { MinReplicas = 2 }, Texts);
        Assert.Equal([(Texts, 2), (Digits, 1)], scene.Tick().Resizes.Select(resize => (resize.Model, resize.Replicas)));
    }

    [Fact]
    public void The_first_silo_of_a_version_begins_with_what_is_configured_and_others_with_none()
    {
        var autoscaler = new AutoscalerScene().Autoscaler;
        var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Null(autoscaler.Begin(Reports.Silo(1), Digits, now));
        Assert.Equal(0, autoscaler.Begin(Reports.Silo(2), Digits, now));
        Assert.Null(autoscaler.Begin(Reports.Silo(1), Digits, now));
        Assert.Null(autoscaler.Begin(Reports.Silo(2), Texts, now));
        // It has died, or it would have reported.
        Assert.Null(autoscaler.Begin(Reports.Silo(2), Digits, now.AddSeconds(15)));
    }

    [Fact]
    public void A_silo_that_comes_begins_with_none_of_what_others_serve()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 0, Spec);
        scene.Tick();
        Assert.Equal(0, scene.Autoscaler.Begin(Reports.Silo(2), Digits, scene.Now));
        Assert.Null(scene.Autoscaler.Begin(Reports.Silo(2), Texts, scene.Now));
        scene.Leaving.Add(Reports.Silo(1));
        scene.Tick();
        Assert.Null(scene.Autoscaler.Begin(Reports.Silo(3), Digits, scene.Now));
    }

    [Fact]
    public void What_a_leaving_silo_has_is_replaced_elsewhere()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 0, Spec);
        scene.Add(2, 2, Spec);
        scene.Tick();
        Assert.Equal((0, 2), (scene.Kept(1), scene.Kept(2)));
        scene.Leaving.Add(Reports.Silo(2));
        scene.Tick();
        Assert.Equal(2, scene.Kept(1));
    }

    [Fact]
    public void A_silo_that_falls_silent_is_forgotten_after_fifteen_seconds()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 0, Spec);
        scene.Add(2, 2, Spec);
        scene.Tick();
        scene.Silent.Add(Reports.Silo(2));
        scene.Tick(TimeSpan.FromSeconds(14));
        Assert.Equal((2, 0), (scene.Autoscaler.Status(scene.Now).Hosts.Silos, scene.Kept(1)));
        scene.Tick();
        Assert.Equal((1, 2), (scene.Autoscaler.Status(scene.Now).Hosts.Silos, scene.Kept(1)));
    }

    [Fact]
    public void A_budget_that_is_too_small_is_a_reason()
    {
        var scene = new AutoscalerScene(maxCostPerHour: 2.5);
        scene.Add(1, 0, Spec with { MinReplicas = 4 });
        scene.Tick();
        Assert.Equal((2, 4), (scene.Kept(), scene.Status().Wanted));
        Assert.Equal(2, scene.Reason("budget")!.Replicas);
        Assert.Equal((2, 2.5), (scene.Autoscaler.Status(scene.Now).CostPerHour, scene.Autoscaler.Status(scene.Now).MaxCostPerHour));
    }

    [Fact]
    public void Room_that_is_too_small_is_a_reason()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 0, Spec with { MinReplicas = 4 }, bytes: 400);
        scene.Tick();
        Assert.Equal((2, 4), (scene.Kept(), scene.Status().Wanted));
        Assert.Equal(2, scene.Reason("room")!.Replicas);
    }

    [Fact]
    public void An_idle_version_goes_to_zero_and_is_woken_at_once()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 2, Spec with { IdleBeforeZero = TimeSpan.FromSeconds(30) });
        scene.Tick(TimeSpan.FromSeconds(28));
        Assert.Equal(2, scene.Kept());
        scene.Tick(TimeSpan.FromSeconds(6));
        Assert.Equal(0, scene.Kept());

        Assert.True(scene.Autoscaler.Wake(Digits, scene.Now));
        Assert.False(scene.Autoscaler.Wake(Texts, scene.Now));
        scene.Tick();
        Assert.Equal(1, scene.Kept());
        Assert.False(scene.Autoscaler.Wake(Digits, scene.Now));
    }

    [Fact]
    public void What_if_says_what_another_spec_would_do_and_does_nothing()
    {
        var scene = new AutoscalerScene();
        scene.Add(1, 1, Spec);
        scene.Tick();
        Assert.Equal(5, scene.Autoscaler.WhatIf(Digits, Spec with { MinReplicas = 5 }, scene.Now)!.Wanted);
        Assert.Null(scene.Autoscaler.WhatIf(Texts, Spec, scene.Now));
        scene.Tick();
        Assert.Equal((1, 1), (scene.Kept(), scene.Status().Wanted));
    }
}
