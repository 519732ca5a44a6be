namespace OrleansInference.Routing.Failures;

public sealed class AttemptLimitTests
{
    private readonly ManualTime _time = new();
    private readonly FailureOptions _options = new();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void Honest_traffic_is_never_given_up(double load)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var limit = new AttemptLimit(_options, _time);
            int trips = 0, asked = 0;
            // Work of 0.4 s on average, so that the floor is no help where there is a queue.
            Queue(load, random, requests: 20_000, (sojourn, _) =>
            {
                var estimate = sojourn * (0.8 + (0.4 * random.NextDouble()));
                asked++;
                if (TimeSpan.FromSeconds(sojourn) > limit.For(estimate)) trips++;
                limit.Learn(estimate, sojourn);
                _time.Advance(TimeSpan.FromMilliseconds(100));
            });

            Assert.True(trips == 0, $"Seed {seed}: {trips} of {asked} were given up.");
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void Where_the_wait_is_known_only_a_second_late_hardly_one_in_a_thousand_is_given_up(double load)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var limit = new AttemptLimit(_options, _time);
            var trips = 0;
            double stale = 0, staleUntil = 0, clock = 0;
            Queue(load, random, requests: 20_000, (sojourn, wait) =>
            {
                clock += 0.4 / load;
                if (clock > staleUntil) (stale, staleUntil) = (wait, clock + 1);
                // And the work is an average: it may be ten times as much.
                var estimate = stale + 0.4;
                if (TimeSpan.FromSeconds(sojourn) > limit.For(estimate)) trips++;
                limit.Learn(estimate, sojourn);
            });

            Assert.True(trips <= 20, $"Seed {seed}: {trips} of 20,000 were given up.");
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void A_call_that_hangs_for_ten_seconds_is_given_up_long_before(double load)
    {
        var random = new Random(7);
        var limit = new AttemptLimit(_options, _time);
        Queue(load, random, requests: 5000, (sojourn, _) => limit.Learn(sojourn * (0.8 + (0.4 * random.NextDouble())), sojourn));

        Assert.InRange(limit.For(0.01), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        Assert.InRange(limit.For(0.5), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public void Before_enough_is_known_there_is_no_limit_and_no_hedge()
    {
        var limit = new AttemptLimit(_options, _time);
        for (var i = 0; i < RatioQuantiles.Enough - 1; i++) limit.Learn(1, 1);
        Assert.Equal(TimeSpan.MaxValue, limit.For(1));
        Assert.Null(limit.HedgeAfter(1));

        limit.Learn(1, 1);

        Assert.Equal(3, limit.For(1).TotalSeconds, 0.1);
        Assert.Equal(1, limit.HedgeAfter(1)!.Value.TotalSeconds, 0.05);
    }

    [Fact]
    public void Hangs_that_are_given_up_leave_it_where_it_is()
    {
        var limit = Learned(ratio: 1.2);
        var before = limit.For(2);

        // A pool of ten hangs: its attempts end at their limit, and are not learned; the others go on.
        for (var i = 0; i < 5000; i++)
            if (i % 10 > 0) limit.Learn(2, 2.4);

        Assert.Equal(before, limit.For(2));
    }

    [Fact]
    public void Work_that_is_suddenly_far_slower_than_estimated_is_followed()
    {
        var limit = Learned(ratio: 1);
        Assert.True(limit.For(1) < TimeSpan.FromSeconds(20));

        // All of it takes twenty seconds now. The budget lets a tenth be tried again, and the rest, and each third attempt, waits for its answer.
        for (var i = 0; i < 2000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            if (i % 10 > 0 || TimeSpan.FromSeconds(20) <= limit.For(1, 2)) limit.Learn(1, 20);
        }

        Assert.True(limit.For(1) >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void What_was_slow_once_is_forgotten()
    {
        var limit = Learned(ratio: 50);
        Assert.True(limit.For(1) > TimeSpan.FromSeconds(100));

        Teach(limit, ratio: 1, TimeSpan.FromSeconds(40));

        Assert.Equal(3, limit.For(1).TotalSeconds, 0.1);
    }

    [Fact]
    public void Each_further_attempt_is_given_twice_as_long_and_nothing_overflows()
    {
        var limit = Learned(ratio: 1);

        Assert.Equal(2 * limit.For(1).TotalSeconds, limit.For(1, 1).TotalSeconds, 6);
        Assert.Equal(4 * limit.For(1).TotalSeconds, limit.For(1, 2).TotalSeconds, 6);
        Assert.Equal(TimeSpan.MaxValue, limit.For(double.MaxValue, int.MaxValue));
        Assert.Null(limit.HedgeAfter(double.MaxValue));
    }

    [Fact]
    public void Estimates_that_are_too_high_do_not_bring_it_below_them()
    {
        var limit = Learned(ratio: 0.01);

        Assert.True(limit.For(10) >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_hedge_waits_for_what_95_of_100_take()
    {
        var random = new Random(3);
        var limit = new AttemptLimit(_options, _time);
        for (var i = 0; i < 10_000; i++) limit.Learn(0.1, 0.1 * Math.Exp(0.5 * Normal(random)));
        var after = limit.HedgeAfter(0.1)!.Value.TotalSeconds;

        var late = Enumerable.Range(0, 100_000).Count(_ => 0.1 * Math.Exp(0.5 * Normal(random)) > after);

        Assert.InRange(late / 100_000.0, 0.04, 0.055);
    }

    [Fact]
    public async Task Many_threads_may_teach_it()
    {
        var limit = new AttemptLimit(_options, _time);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 20_000; i++)
            {
                limit.Learn(1, 1 + random.NextDouble());
                if (i % 100 == 0) _time.Advance(TimeSpan.FromMilliseconds(100));
                Assert.True(limit.For(1) > TimeSpan.FromSeconds(2));
            }
        })).ToArray()).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(3 * 1.99, limit.For(1).TotalSeconds, 0.15);
    }

    private AttemptLimit Learned(double ratio)
    {
        var limit = new AttemptLimit(_options, _time);
        Teach(limit, ratio, TimeSpan.FromSeconds(5));
        return limit;
    }

    private void Teach(AttemptLimit limit, double ratio, TimeSpan during)
    {
        for (var passed = TimeSpan.Zero; passed < during; passed += TimeSpan.FromMilliseconds(10))
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            limit.Learn(1, ratio);
        }
    }

    /// <summary>M/G/1 where one request in ten costs ten times as much, 0.4 s on average; Lindley's recursion.</summary>
    private static void Queue(double load, Random random, int requests, Action<double, double> each)
    {
        const double Mean = 0.4;
        double wait = 0;
        for (var i = 0; i < requests; i++)
        {
            var work = Mean / 1.9 * (random.Next(10) == 0 ? 10 : 1);
            each(wait + work, wait);
            wait = Math.Max(0, wait + work + (Mean / load * Math.Log(1 - random.NextDouble())));
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
