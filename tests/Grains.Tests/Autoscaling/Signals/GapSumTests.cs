namespace OrleansInference.Autoscaling.Signals;

public sealed class GapSumTests
{
    [Fact]
    public void Even_gaps_do_not_vary_random_ones_do_by_1_and_of_few_nobody_knows()
    {
        Assert.Equal(0, Of(Enumerable.Repeat(0.1, 100)).Variability, 1e-9);
        Assert.Equal(1, Of(Exponential(100_000)).Variability, 0.05);
        Assert.Equal(1, Of(Enumerable.Repeat(0.1, 19)).Variability);
        Assert.Equal(1, default(GapSum).Variability);
    }

    [Fact]
    public void Several_streams_vary_as_their_mean_and_the_more_of_them_are_even_the_more_random_they_look()
    {
        var (even, random, bursty) = (new GapSum(100, 100, 100), new GapSum(100, 100, 200), new GapSum(300, 300, 300 * 9));
        Assert.Equal(0, GapSum.VariabilityOf([even]), 1e-9);
        Assert.Equal(1, GapSum.VariabilityOf([random, random]), 1e-9);
        Assert.Equal(1 - 0.25, GapSum.VariabilityOf([even, even, even, even]), 1e-9);
        Assert.Equal((0.75 * 8) + (0.25 * 0), GapSum.VariabilityOf([bursty, even]), 1e-9);
        Assert.Equal(1, GapSum.VariabilityOf([]));
    }

    private static IEnumerable<double> Exponential(int count)
    {
        var random = new Random(1);
        return Enumerable.Range(0, count).Select(_ => -Math.Log(1 - random.NextDouble()));
    }

    private static GapSum Of(IEnumerable<double> gaps) => gaps.Aggregate(default(GapSum), (sum, gap) => sum + new GapSum(1, gap, gap * gap));
}
