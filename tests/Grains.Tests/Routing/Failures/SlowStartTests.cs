namespace OrleansInference.Routing.Failures;

public sealed class SlowStartTests
{
    private readonly SlowStart _slowStart = new(TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 10)]
    [InlineData(1, 10)]
    [InlineData(2, 5)]
    [InlineData(5, 2)]
    [InlineData(10, 1)]
    [InlineData(1e6, 1)]
    public void The_expected_finish_is_scaled_from_tenfold_down_to_what_it_is(double seconds, double factor) =>
        Assert.Equal(factor, _slowStart.FactorAt(TimeSpan.FromSeconds(seconds)), 9);

    [Fact]
    public void It_never_grows_and_is_exactly_one_after_the_window()
    {
        var last = double.PositiveInfinity;
        for (var milliseconds = 0; milliseconds < 10_000; milliseconds += 7)
        {
            var factor = _slowStart.FactorAt(TimeSpan.FromMilliseconds(milliseconds));
            Assert.InRange(factor, 1, last);
            last = factor;
        }
        Assert.True(_slowStart.FactorAt(TimeSpan.FromSeconds(10)) == 1.0);
    }

    [Fact]
    public void Where_all_pools_are_new_it_does_nothing()
    {
        Assert.Equal(1, _slowStart.FactorAt(TimeSpan.FromSeconds(2), longestReady: TimeSpan.FromSeconds(2)));
        Assert.Equal(2.5, _slowStart.FactorAt(TimeSpan.FromSeconds(2), longestReady: TimeSpan.FromSeconds(5)), 9);
        Assert.Equal(5, _slowStart.FactorAt(TimeSpan.FromSeconds(2), longestReady: TimeSpan.FromHours(1)), 9);
    }

    [Fact]
    public void Without_a_window_it_is_off() => Assert.Equal(1, new SlowStart(TimeSpan.Zero).FactorAt(TimeSpan.Zero));

    [Fact]
    public void Requests_go_where_the_scaled_finish_is_least_so_shares_ramp_up()
    {
        // Ten pools of one replica, work of one second, closed loop of 40 requests that end in order: as Envoy's least request, shares follow the weights.
        var shares = new[] { 0.5, 3, 5, 20 }.Select(ready =>
        {
            var factors = Enumerable.Repeat(1.0, 9).Append(_slowStart.FactorAt(TimeSpan.FromSeconds(ready))).ToArray();
            var queued = new int[10];
            for (var i = 0; i < 400; i++) queued[Enumerable.Range(0, 10).MinBy(pool => factors[pool] * (queued[pool] + 1))]++;
            return queued[9] / 400.0;
        }).ToArray();

        Assert.InRange(shares[0], 0.005, 0.02);
        Assert.InRange(shares[1], 0.025, 0.04);
        Assert.InRange(shares[2], 0.045, 0.06);
        Assert.Equal(0.1, shares[3]);
    }
}
