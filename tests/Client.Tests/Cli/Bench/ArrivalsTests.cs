namespace OrleansInference.Cli.Bench;

public sealed class ArrivalsTests
{
    private const long Second = 1_000_000_000;
    private static readonly LoadWindow Window = new(RecordFrom: 0, End: 10 * Second, GiveUp: 20 * Second, MostRequests: long.MaxValue);

    [Fact]
    public void Constant_arrivals_are_due_at_equal_gaps_and_do_not_drift()
    {
        var due = TakeAll(new OpenArrivals(5, OpenArrivals.ConstantGaps(3), Window with { End = 1000 * Second }), now: 0);
        Assert.Equal(3000, due.Count);
        for (var i = 0; i < due.Count; i++)
            Assert.InRange(due[i], 5 + (i * Second / 3) - 1, 5 + (i * Second / 3) + 1);
    }

    [Fact]
    public void Poisson_arrivals_have_the_rate_and_the_spread_of_a_poisson_process()
    {
        const int rate = 2000;
        var gaps = OpenArrivals.PoissonGaps(rate, seed: 1).Take(100_000).ToList();
        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        Assert.Equal(1e9 / rate, mean, 1e9 / rate * 0.02);
        Assert.Equal(mean, deviation, mean * 0.03);
        Assert.Equal(Math.Exp(-1), gaps.Count(gap => gap > 1e9 / rate) / 1e5, 0.01);
    }

    [Fact]
    public void A_seed_gives_the_same_arrivals_again()
    {
        Assert.Equal(OpenArrivals.PoissonGaps(10, seed: 3).Take(50), OpenArrivals.PoissonGaps(10, seed: 3).Take(50));
        Assert.NotEqual(OpenArrivals.PoissonGaps(10, seed: 3).Take(50), OpenArrivals.PoissonGaps(10, seed: 4).Take(50));
    }

    [Fact]
    public void A_count_ends_the_run_and_leaves_the_warm_up_out()
    {
        var window = Window with { RecordFrom = Second, MostRequests = 5 };
        Assert.Equal(10 + 5, TakeAll(new OpenArrivals(0, OpenArrivals.ConstantGaps(10), window), now: 0).Count);
    }

    [Fact]
    public void What_is_left_when_the_run_is_given_up_counts_as_unsent()
    {
        var arrivals = new OpenArrivals(0, OpenArrivals.ConstantGaps(10), Window with { RecordFrom = Second });
        Assert.Equal(0, arrivals.Take(now: 19 * Second));
        Assert.Null(arrivals.Take(now: 20 * Second));
        Assert.Null(arrivals.Take(now: 20 * Second));
        Assert.Equal(90, arrivals.Unsent);
    }

    [Fact]
    public void A_closed_loop_is_due_at_once_until_the_end()
    {
        var arrivals = new ClosedArrivals(Window with { RecordFrom = Second, MostRequests = 2 });
        Assert.Equal(
            [0, 1, Second, 2 * Second, null],
            new long?[] { arrivals.Take(0), arrivals.Take(1), arrivals.Take(Second), arrivals.Take(2 * Second), arrivals.Take(3 * Second) });
        Assert.Null(new ClosedArrivals(Window).Take(Window.End));
    }

    private static List<long> TakeAll(OpenArrivals arrivals, long now)
    {
        var all = new List<long>();
        while (arrivals.Take(now) is { } due)
            all.Add(due);
        return all;
    }
}
