namespace OrleansInference.Bench.Sweeps;

public sealed class SpreadTests
{
    [Fact]
    public void The_median_is_the_middle()
    {
        Assert.Equal(2, Spread.MedianOf([3, 1, 2]));
        Assert.Equal(2.5, Spread.MedianOf([4, 1, 2, 3]));
    }

    [Fact]
    public void The_ends_are_shown_with_it() => Assert.Equal("2.0 [1.0..9.5]", Spread.Of([9.5, 1, 2]).Text("F1"));
}
