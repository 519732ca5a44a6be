namespace OrleansInference.Routing.Failures;

public sealed class LatencyOutlierTests
{
    private readonly ManualTime _time = new();
    private readonly OutlierDetector _detector;
    private readonly List<PoolHealth> _pools = [];
    private readonly Random _random = new(1);

    public LatencyOutlierTests()
    {
        _detector = new OutlierDetector(new FailureOptions(), _time);
        for (var i = 0; i < 6; i++) _pools.Add(_detector.Add(OutlierDetectorTests.KeyOf(i)));
    }

    [Fact]
    public void A_pool_far_later_than_it_says_is_ejected_and_returns_when_it_is_not()
    {
        Run(10, pool => pool == 2 ? 8 : 1);
        Assert.Equal([2], Ejected);
        Assert.Equal(EjectionCause.Latency, _pools[2].Cause);

        Run(15, pool => pool == 2 ? 8 : 1); // one trial, too late again
        Assert.Equal((PoolPhase.Ejected, 2), (_pools[2].Phase, _pools[2].Ejections));

        Run(30, _ => 1);
        Assert.Empty(Ejected);
    }

    [Fact]
    public void A_pool_that_is_slow_and_says_so_stays()
    {
        // 5 ms here and 500 ms there, and both as estimated.
        var (fast, slow) = (LatencyRatio.Of(0.005, 0.005), LatencyRatio.Of(0.5, 0.5));

        Run(30, pool => pool == 0 ? slow : fast);

        AssertNoneWasEjected();
    }

    [Fact]
    public void Where_all_are_late_none_is_an_outlier()
    {
        Run(30, _ => 20);
        AssertNoneWasEjected();
    }

    [Fact]
    public void A_pool_as_good_as_its_word_stays_where_the_others_promise_too_little()
    {
        Run(30, pool => pool == 0 ? 1 : 0.1);
        AssertNoneWasEjected();
    }

    [Fact]
    public void A_burst_of_two_seconds_or_a_heavy_tail_ejects_none()
    {
        Run(5, _ => 1);
        Run(2, pool => pool == 1 ? 30 : 1);
        Run(5, _ => 1);
        AssertNoneWasEjected();

        Run(30, pool => pool == 1 && _random.Next(10) < 4 ? 100 : 1);
        AssertNoneWasEjected();
    }

    [Fact]
    public void One_burst_does_not_count_in_every_second_that_follows()
    {
        Run(5, _ => 1);
        for (var i = 0; i < RecentRatios.Size; i++) Answer(_pools[1], 30);

        Run(20, _ => 1, answersPerSecond: 3);

        AssertNoneWasEjected();
    }

    [Fact]
    public void A_pool_of_few_answers_is_not_judged()
    {
        for (var i = 0; i < RecentRatios.Size - 1; i++) Answer(_pools[0], 1000);
        Run(10, _ => 1, skip: 0);

        AssertNoneWasEjected();
    }

    [Fact]
    public void The_median_is_that_of_the_newest()
    {
        var ratios = new RecentRatios();
        for (var i = 0; i < 1000; i++) ratios.Add(i);
        Assert.True(ratios.IsFull);
        Assert.Equal(984, ratios.Median());

        ratios.Forget();

        Assert.False(ratios.IsFull);
    }

    private void AssertNoneWasEjected() => Assert.All(_pools, pool => Assert.Equal(EjectionCause.None, pool.Cause));

    private int[] Ejected => [.. Enumerable.Range(0, _pools.Count).Where(i => _pools[i].Phase != PoolPhase.Full)];

    private void Run(int seconds, Func<int, double> ratioOf, int answersPerSecond = 50, int skip = -1)
    {
        for (var step = 0; step < seconds * answersPerSecond; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(1.0 / answersPerSecond));
            for (var pool = 0; pool < _pools.Count; pool++)
                if (pool != skip) Answer(_pools[pool], ratioOf(pool) * (0.8 + (0.4 * _random.NextDouble())));
            _detector.Refresh(_time.GetTimestamp());
        }
    }

    private void Answer(PoolHealth pool, double ratio)
    {
        if (pool.TryBegin(out var ticket)) pool.Record(ticket, AttemptResult.Success, ratio, _time.GetTimestamp());
    }
}
