namespace OrleansInference.Autoscaling.Policy;

public sealed class BacktestTests
{
    [Fact]
    public void Too_little_counts_three_times() =>
        // Expected one minute ahead: 5, 5, 5; it came to 7, 4, 5.
        Assert.Equal((6.0 + 1 + 0) / 3, new Backtest([0, 7, 4, 5], 1).Error([5, 5, 5, 99], 3), 1e-12);

    [Fact]
    public void Only_guesses_whose_minute_has_come_count()
    {
        var backtest = new Backtest([0, 0, 1, 2, 3], 2);
        Assert.Equal(0, backtest.Error([1, 2, 3, 99, 99], 3));
        Assert.Equal(0, backtest.Error([1, 2, 99, 99, 99], 2, before: 1));
        Assert.Equal(96, backtest.Error([1, 2, 99, 99, 99], 1));
    }

    [Fact]
    public void No_change_is_the_better_of_the_last_minute_and_the_mean_of_ten()
    {
        double[] ramp = [.. Enumerable.Range(0, 30).Select(minute => (double)minute)];
        Assert.Equal(3, new NoChange(ramp, new Backtest(ramp, 1)).Error(10), 1e-9); // one too little
        double[] saw = [.. Enumerable.Range(0, 30).Select(minute => minute % 2 * 10.0)];
        Assert.Equal((15 + 5) / 2.0, new NoChange(saw, new Backtest(saw, 1)).Error(10), 1e-9); // 5; the last minute is wrong by 10
    }
}
