namespace OrleansInference.Bench.Sweeps;

public sealed class SweepSeriesTests
{
    [Fact]
    public void The_bound_is_crossed_on_a_line_in_the_logarithm() =>
        Assert.Equal(150, SweepSeries.RateAt([(50, 1), (100, 1), (200, 100)], bound: 10), tolerance: 1e-9);

    [Fact]
    public void No_rate_within_is_none() => Assert.Equal(0, SweepSeries.RateAt([(50, 11), (100, 12)], bound: 10));

    [Fact]
    public void A_bound_that_is_never_crossed_leaves_the_highest_rate() => Assert.Equal(100, SweepSeries.RateAt([(50, 1), (100, 10)], bound: 10));

    [Fact]
    public void A_slow_moment_at_a_low_rate_does_not_count() => Assert.Equal(200, SweepSeries.RateAt([(50, 30), (100, 2), (200, 10), (300, 1e9)], bound: 10), tolerance: 1e-6);

    [Fact]
    public void Failures_count_as_never_answered() =>
        Assert.Equal(100, SweepSeries.RateAt([(100, 2), (200, double.PositiveInfinity)], bound: 10));

    [Fact]
    public void A_point_where_more_than_one_in_a_hundred_failed_has_no_p99()
    {
        var (good, bad) = (new SweepPoint(10), new SweepPoint(10));
        good.Add(Result(answered: 99, failed: 1));
        bad.Add(Result(answered: 98, failed: 2));
        Assert.InRange(good.P99Spread.Median, 1, 1.01);
        Assert.Equal(double.PositiveInfinity, bad.P99Spread.Median);
    }

    private static LoadResult Result(int answered, int failed)
    {
        var result = new LoadResult();
        for (var i = 0; i < answered + failed; i++)
            result.Record(due: 0, free: 0, sent: 0, end: 1_000_000, i < failed ? "HTTP 503" : null);
        return result;
    }
}
