using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

public sealed class ScalingOverridesTests
{
    private static readonly ModelVersion Digits = new("digits", 1);

    private readonly ScalingOverrides _overrides = new();

    [Fact]
    public void Of_two_of_a_model_the_later_counts_in_whichever_order_they_are_heard()
    {
        _overrides.Merge([Pin(20, 4), Pin(10, 3)]);
        Assert.Equal(4, _overrides.Of(Digits)!.Pinned);
        _overrides.Merge([Pin(30, null)]);
        _overrides.Merge([Pin(20, 4)]);
        Assert.Null(_overrides.Of(Digits)!.Pinned);
    }

    [Fact]
    public void What_sets_nothing_any_more_is_kept_to_outdate_what_others_have()
    {
        _overrides.Note(Pin(10, 3));
        _overrides.Note(Pin(20, null));
        Assert.Equal([Pin(20, null)], _overrides.All.AsEnumerable());
    }

    [Fact]
    public void What_an_operator_sets_now_counts_also_where_the_clock_is_behind()
    {
        _overrides.Note(Pin(20, 4));
        _overrides.Note(Pin(10, 3));
        Assert.Equal(Pin(21, 3), _overrides.Of(Digits));
    }

    [Fact]
    public void Models_and_the_whole_are_apart()
    {
        _overrides.Note(new ScalingOverride { Stamp = 1, Model = Digits, IsPaused = true });
        Assert.False(_overrides.IsPaused);
        Assert.Null(_overrides.Of(new ModelVersion("digits", 2)));
        _overrides.Note(new ScalingOverride { Stamp = 1, IsPaused = true });
        Assert.True(_overrides.IsPaused);
        Assert.Equal(2, _overrides.All.Length);
    }

    private static ScalingOverride Pin(long stamp, int? replicas) => new() { Model = Digits, Stamp = stamp, Pinned = replicas };
}
