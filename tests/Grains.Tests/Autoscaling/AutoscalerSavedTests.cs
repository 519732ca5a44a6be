using OrleansInference.Autoscaling.Saved;
using static OrleansInference.Autoscaling.AutoscalerScene;

namespace OrleansInference.Autoscaling;

/// <summary>An autoscaler that begins with what one before it has stored, when no silo knows anything any more.</summary>
public sealed class AutoscalerSavedTests
{
    private static readonly ScalingSpec Spec = new() { MaxReplicas = 8 };
    private static readonly ScalingSpec MayBeNone = new() { MaxReplicas = 8, IdleBeforeZero = TimeSpan.FromMinutes(1) };

    private readonly AutoscalerScene _scene = new();

    [Fact]
    public void A_cluster_that_comes_back_has_the_size_it_had()
    {
        Learn("""{"format":1,"sizes":[{"model":"digits/1","replicas":5}]}""");
        Assert.Null(Begin(1)); // as configured: the rest is placed where there is room
        _scene.Add(1, 1, Spec);
        _scene.Add(2, 0, Spec);
        _scene.Tick();
        Assert.Equal((5, 5), (_scene.Kept(), _scene.Status().Wanted));
    }

    [Fact]
    public void It_shrinks_when_the_load_that_it_had_does_not_come_back()
    {
        Learn("""{"format":1,"sizes":[{"model":"digits/1","replicas":5}]}""");
        _scene.Add(1, 1, Spec);
        _scene.Tick(TimeSpan.FromMinutes(4));
        Assert.Equal(5, _scene.Kept());
        _scene.Tick(TimeSpan.FromMinutes(20));
        Assert.Equal(1, _scene.Kept());
    }

    [Fact]
    public void What_runs_counts_where_it_is_more()
    {
        Learn("""{"format":1,"sizes":[{"model":"digits/1","replicas":2}]}""");
        _scene.Add(1, 4, Spec);
        _scene.Tick();
        Assert.Equal(4, _scene.Kept());
    }

    [Fact]
    public void What_was_scaled_to_none_begins_with_none()
    {
        Learn("""{"format":1,"sizes":[{"model":"digits/1","replicas":0}]}""");
        Assert.Equal(0, Begin(1));
        _scene.Add(1, 0, MayBeNone);
        _scene.Tick();
        Assert.Equal((0, 0), (_scene.Kept(), _scene.Status().Wanted));
    }

    [Fact]
    public void Nothing_is_decided_before_it_is_known_what_was_stored_but_for_a_storage_that_does_not_answer()
    {
        _scene.HasLearned = false;
        _scene.Add(1, 1, Spec);
        _scene.Tick(TimeSpan.FromSeconds(10));
        Assert.Empty(_scene.Autoscaler.Status(_scene.Now).Versions);
        _scene.Tick(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _scene.Status().Wanted);
    }

    [Fact]
    public void What_is_stored_late_does_not_undo_what_was_decided_meanwhile()
    {
        _scene.Add(1, 2, Spec);
        _scene.Tick();
        Assert.Null(_scene.Autoscaler.Set(new ScalingOverride { Model = Digits, Stamp = 10, Pinned = 3 }));
        Learn("""{"format":1,"overrides":[{"model":"digits/1","stamp":9,"pinned":7},{"stamp":9,"paused":false}],"sizes":[{"model":"digits/1","replicas":8}]}""");
        _scene.Tick();
        Assert.Equal(3, _scene.Kept());
    }

    [Fact]
    public void Pins_and_pauses_are_back()
    {
        Learn("""{"format":1,"overrides":[{"model":"digits/1","stamp":9,"pinned":7},{"model":"texts/1","stamp":9,"paused":true}]}""");
        _scene.Add(1, 1, Spec);
        _scene.Add(1, 1, Spec, Texts);
        _scene.Tick();
        Assert.Equal((7, 1, true), (_scene.Kept(), _scene.Kept(Texts), _scene.Status(Texts).IsPaused));
    }

    [Fact]
    public void Where_it_is_paused_every_silo_begins_with_what_is_configured_as_nothing_is_placed_later()
    {
        Learn("""{"format":1,"overrides":[{"stamp":9,"paused":true}],"sizes":[{"model":"digits/1","replicas":0}]}""");
        Assert.Null(Begin(1));
        Assert.Null(Begin(2));
    }

    [Fact]
    public void What_it_stores_outlasts_silos_that_leave_one_after_the_other_and_brings_all_back()
    {
        _scene.Add(1, 2, Spec);
        _scene.Tick();
        Assert.Null(_scene.Autoscaler.Set(new ScalingOverride { Model = Digits, Stamp = 10, Pinned = 4 }));
        _scene.Tick();
        var stored = SavedScaling.Format.Write(_scene.Autoscaler.Saved()!);
        _scene.Silent.Add(Silo(1));
        _scene.Tick(TimeSpan.FromMinutes(1));
        Assert.Empty(_scene.Autoscaler.Status(_scene.Now).Versions);
        Assert.Equal(stored, SavedScaling.Format.Write(_scene.Autoscaler.Saved()!));

        _scene.Restart();
        Learn(stored);
        Assert.Equal(stored, SavedScaling.Format.Write(_scene.Autoscaler.Saved()!));
        _scene.Tick(TimeSpan.FromHours(2));
        Assert.Empty(_scene.Autoscaler.Saved()!.Sizes); // the model is gone for good
    }

    private int? Begin(int silo) => _scene.Autoscaler.BeginAgain(Digits, _scene.Autoscaler.Begin(Silo(silo), Digits, _scene.Now));

    private void Learn(string stored) => _scene.Autoscaler.Learn(SavedScaling.Format.Read(stored), _scene.Now);

    private static SiloAddress Silo(int number) => Routing.Reports.Silo(number);
}
