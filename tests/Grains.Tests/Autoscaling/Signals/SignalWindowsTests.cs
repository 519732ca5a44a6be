using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Autoscaling.Signals;

public sealed class SignalWindowsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SignalWindows _windows = new();
    private readonly CountedDemand _one = new(Reports.Silo(1), Start - TimeSpan.FromHours(1));
    private readonly CountedDemand _two = new(Reports.Silo(2), Start - TimeSpan.FromHours(1));
    private DateTimeOffset _now = Start;

    private ScalingSignals Signals => _windows.Signals(_now, Stable, Burst);

    [Fact]
    public void The_first_look_is_no_data_however_much_was_counted_before()
    {
        _one.Come(1000, 0.5);
        Look(_one);

        Assert.Equal((TimeSpan.Zero, 0, null, null), (Signals.Stable.Length, Signals.Stable.Arrivals, Signals.Stable.Offered, Signals.Stable.ArrivalRate));
        Assert.Null(Signals.LastArrival);
    }

    [Fact]
    public void Silence_is_data()
    {
        Look(_one);
        Pass();
        Look(_one);

        Assert.Equal((2 * Second, 0, 0), (Signals.Stable.Length, Signals.Stable.Arrivals, Signals.Stable.Offered));
        Assert.Null(Signals.Stable.MeanWork);
    }

    [Fact]
    public void Windows_hold_what_all_dispatchers_counted_in_them()
    {
        Looks(40, () =>
        {
            _one.Come(10, 0.1, 10 * Second);
            _two.Come(10, 0.3, 30 * Second);
        });

        Assert.Equal((Stable, 600, Burst, 60), (Signals.Stable.Length, Signals.Stable.Arrivals, Signals.Burst.Length, Signals.Burst.Arrivals));
        Assert.Equal(2, Signals.Stable.Offered!.Value, 1e-9);
        Assert.Equal(0.25, Signals.Stable.WorkVariability, 1e-9);
        Assert.Equal((600, 60), (Signals.Stable.Latencies.Count, Signals.Burst.Waits.Count));
        Assert.InRange(Signals.Stable.Latencies.Percentile(0.99), 30e9, 30.3e9);
        Assert.Equal(_now, Signals.LastArrival);

        Looks(4, () => _one.Come(1, 0.1));
        Assert.Equal((3, 600 - 80 + 4), (Signals.Burst.Arrivals, Signals.Stable.Arrivals));
        Assert.InRange(Signals.Burst.Offered!.Value, 0.049999, 0.050001);
    }

    [Fact]
    public void With_uneven_looks_a_window_covers_whole_ones_and_says_how_long()
    {
        Look(_one);
        foreach (var seconds in new[] { 3, 2, 1, 2.5 })
        {
            _now += seconds * Second;
            _one.Come(1, 0.1);
            Look(_one);
        }
        Assert.Equal((5.5 * Second, 3), (Signals.Burst.Length, Signals.Burst.Arrivals)); // of the first, 0.5 s would lie in it
        Assert.Equal(8.5 * Second, Signals.Stable.Length);
    }

    [Fact]
    public void What_came_while_no_router_answered_comes_later()
    {
        Looks(5, () => _one.Come(10, 0.1));
        _now += 6 * Second;
        _one.Come(40, 0.1);
        Pass();
        Look(_one);

        Assert.Equal((8 * Second, 40), (Signals.Burst.Length, Signals.Burst.Arrivals)); // for as long nothing finer is known
        Assert.Equal((18 * Second, 90), (Signals.Stable.Length, Signals.Stable.Arrivals));
        _now += 10 * Second;
        Assert.Null(Signals.Burst.Offered);
    }

    [Fact]
    public void What_a_dispatcher_counted_while_it_was_missing_is_spread_over_that_time()
    {
        Looks(3, () => _one.Come(0, 0));
        for (var look = 0; look < 5; look++)
        {
            Pass();
            _one.Come(10, 0.1);
            _two.Come(10, 0.1);
            if (look < 4) Look(_two);
        }
        Assert.Equal(20, Signals.Burst.Arrivals); // until then only the other one is known

        Look(_one, _two);
        Assert.Equal((60, 100), (Signals.Burst.Arrivals, Signals.Stable.Arrivals));
        Assert.Equal(1, Signals.Burst.Offered!.Value, 1e-9);
    }

    [Fact]
    public void A_lost_dispatcher_takes_nothing_along()
    {
        Looks(3, () => _one.Come(10, 0.1));
        Pass();
        Look(_two);
        Assert.Equal(30, Signals.Stable.Arrivals);
    }

    [Fact]
    public void Counters_that_began_after_the_first_look_count_from_0_and_others_from_where_they_stand()
    {
        Looks(5, () => { });
        Pass();
        var joined = new CountedDemand(Reports.Silo(3), _now - (3 * Second)); // its router had not heard of it at the last look
        var turnedUp = new CountedDemand(Reports.Silo(4), Start - Second);
        joined.Come(9, 0.1);
        turnedUp.Come(1000, 0.1);
        Look(_one, _two, joined, turnedUp);
        Assert.Equal(9, Signals.Stable.Arrivals);
        Assert.Equal(6, _windows.Signals(_now, Stable, 2 * Second).Burst.Arrivals); // two of its three seconds

        Pass();
        turnedUp.Come(5, 0.1);
        Look(_one, _two, joined, turnedUp);
        Assert.Equal(14, Signals.Stable.Arrivals);
    }

    [Fact]
    public void A_dispatcher_that_was_missing_for_long_counts_from_where_it_stands()
    {
        var joined = new CountedDemand(Reports.Silo(3), Start + Second);
        Looks(1, () => { });
        Pass();
        joined.Come(9, 0.1);
        Look(joined);
        Looks(301, () => { });
        Pass();
        Look(joined);
        Assert.Equal(0, Signals.Stable.Arrivals);
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1)]
    public void Counters_that_begin_anew_count_from_0_whatever_their_clock_says(int minutesAhead)
    {
        var since = Start + TimeSpan.FromMinutes(minutesAhead);
        _one.Restart(since - TimeSpan.FromHours(1));
        Looks(3, () => _one.Come(10, 0.1));
        Pass();
        _one.Restart(since + (5 * Second));
        _one.Come(4, 0.1);
        Look(_one, _two);

        Assert.Equal(34, Signals.Stable.Arrivals);
    }

    [Fact]
    public void What_an_older_router_still_tells_counts_for_nothing_nor_twice()
    {
        Looks(3, () => _one.Come(10, 0.1));
        var old = _one.Now;
        Looks(1, () => _one.Come(10, 0.1));
        Pass();
        _windows.Add([old], [], _now);
        Assert.Equal(40, Signals.Stable.Arrivals);

        Looks(1, () => _one.Come(10, 0.1));
        Assert.Equal(50, Signals.Stable.Arrivals);
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_all_begin_anew()
    {
        Looks(3, () => _one.Come(10, 0.1));
        _now -= TimeSpan.FromHours(1);
        Look(_one);
        Assert.Equal(TimeSpan.Zero, Signals.Stable.Length);

        Looks(2, () => _one.Come(10, 0.1));
        Assert.Equal((4 * Second, 20), (Signals.Stable.Length, Signals.Stable.Arrivals));
    }

    [Fact]
    public void Work_that_nobody_could_estimate_is_no_data_and_then_taken_for_the_same_as_the_others()
    {
        Looks(2, () => _one.Come(10, null));
        Assert.Equal((20, null, null), (Signals.Stable.Arrivals, Signals.Stable.Offered, Signals.Stable.MeanWork));

        Looks(1, () => _one.Come(10, 0.2));
        Assert.Equal((30, 6, 1), (Signals.Stable.Arrivals, Signals.Stable.WorkSeconds, Signals.Stable.Offered!.Value), new Near());
        Assert.Equal(0, Signals.Stable.WorkVariability, 1e-9);
    }

    [Fact]
    public void The_backlog_is_what_waits_in_dispatchers_and_pools_now()
    {
        _one.Set(counters => counters with { InFlight = 5, Waiting = 3, WaitingSeconds = 0.75 });
        _two.Set(counters => counters with { InFlight = 2, Waiting = 1, WaitingSeconds = 0.5 });
        _windows.Add([_one.Now, _two.Now], [Reports.Of(1) with { QueuedSeconds = 2 }, Reports.Of(2) with { QueuedSeconds = 1 }], _now);

        Assert.Equal((4.25, 4, 7), (Signals.BacklogSeconds, Signals.Waiting, Signals.InFlight));
        Assert.Equal(_now, Signals.LastArrival); // what is here has come
        Pass();
        Look();
        Assert.Equal((0, 0, 0), (Signals.BacklogSeconds, Signals.Waiting, Signals.InFlight));
    }

    [Fact]
    public void How_long_loading_takes_is_remembered_while_nothing_is_loaded()
    {
        _windows.Add([], [Reports.Of(1) with { LoadTime = 20 * Second }, Reports.Of(2) with { LoadTime = 30 * Second }], _now);
        Pass();
        _windows.Add([], [], _now);

        Assert.Equal((30 * Second, 0), (Signals.LoadTime, Signals.Ready));
    }

    [Fact]
    public void Each_whole_minute_leaves_its_offered_work()
    {
        _now = Start + (30 * Second);
        Looks(45, () => _one.Come(1, 2.0)); // to the end of the second minute
        Assert.Equal([1.0], Signals.History, (expected, actual) => Math.Abs(expected - actual) < 1e-9);

        Looks(30, () => { });
        Assert.Equal([1.0, 0.0], Signals.History, (expected, actual) => Math.Abs(expected - actual) < 1e-9);
        Assert.Equal(Start + TimeSpan.FromMinutes(3), _now);
    }

    [Fact]
    public void History_begins_when_it_is_known_what_requests_cost()
    {
        Looks(45, () => _one.Come(1, null));
        Looks(75, () => _one.Come(1, 2.0));
        Assert.Equal([1.0, 1.0], Signals.History, (expected, actual) => Math.Abs(expected - actual) < 1e-9);
    }

    [Fact]
    public void Arrivals_are_as_regular_as_their_gaps()
    {
        Looks(30, () =>
        {
            // Gaps of 0.1, 0.7, 0.1, 0.7 and 0.4 seconds: the mean square is 0.232, 1.45 times the square of the mean.
            for (var i = 0; i < 5; i++) _one.ComeAt(_now - TimeSpan.FromSeconds(2 - (0.8 * (i / 2)) - (0.1 * (i % 2))));
        });
        Assert.Equal(0.45, Signals.Stable.ArrivalVariability, 0.01);
        Assert.Equal(1, Signals.Burst.ArrivalVariability); // too few
    }

    /// <summary>So many looks, two seconds apart, before each of which something comes; the first of all only tells where the counters stand.</summary>
    private void Looks(int count, Action come)
    {
        if (Signals.Stable.Length == TimeSpan.Zero) Look(_one, _two);
        for (var look = 0; look < count; look++)
        {
            Pass();
            come();
            Look(_one, _two);
        }
    }

    private void Pass() => _now += 2 * Second;

    private void Look(params CountedDemand[] demand) => _windows.Add(demand.Select(each => each.Now), [], _now);

    private sealed class Near : IEqualityComparer<(long, double, double)>
    {
        public bool Equals((long, double, double) x, (long, double, double) y) =>
            x.Item1 == y.Item1 && Math.Abs(x.Item2 - y.Item2) < 1e-9 && Math.Abs(x.Item3 - y.Item3) < 1e-9;

        public int GetHashCode((long, double, double) triple) => 0;
    }
}
