using System.Collections.Immutable;

namespace OrleansInference.Routing.Traffic;

public sealed class TrafficChangeTests
{
    private static readonly TrafficSpec Full = new()
    {
        Weights = [new(1, 95), new(2, 5)], StickyKey = "user", AffinityKey = "session", Policy = "prequal", Shadow = new ShadowSpec { Version = 3, Share = 0.5 },
    };

    [Fact]
    public void What_a_change_does_not_name_stays()
    {
        Assert.Equal(Full, TrafficChange.None.ApplyTo(Full));
        Assert.Equal(Full with { StickyKey = "team" }, new TrafficChange { StickyKey = "team" }.ApplyTo(Full));
        Assert.Equal(Full with { Weights = [new(1, 1), new(2, 9)] }, new TrafficChange { Weights = [new(2, 9), new(1, 1)] }.ApplyTo(Full));
    }

    [Fact]
    public void What_a_change_empties_is_taken_away() => Assert.Equal(TrafficSpec.Default, new TrafficChange
    {
        Weights = ImmutableArray<VersionWeight>.Empty, StickyKey = "", AffinityKey = "", Policy = "", Shadow = new ShadowSpec { Version = 0, Share = 0 },
    }.ApplyTo(Full));

    [Theory]
    [InlineData("1:95,2:5", "1:95,2:5")]
    [InlineData(" 2:5 , 1:9.5e1", "1:95,2:5")]
    [InlineData("", "")]
    public void Weights_are_read_from_text(string text, string weights)
    {
        Assert.True(TrafficText.TryReadWeights(text, out var read));
        Assert.Equal(weights, string.Join(',', read));
    }

    [Theory]
    [InlineData("1"), InlineData("1:"), InlineData(":1"), InlineData("1:2,"), InlineData("a:1"), InlineData("1:b"), InlineData("-1:1"), InlineData("1:-1"), InlineData("1:2:3")]
    public void Other_texts_are_not_weights(string text)
    {
        Assert.False(TrafficText.TryReadWeights(text, out _));
        Assert.False(TrafficText.TryReadShadow(text, out _));
    }
}
