namespace OrleansInference.Bench.Autoscaling;

public sealed class SignalLogTests
{
    // A request of 2 s every second, for two minutes.
    private static readonly ScalingWorkload Steady = new()
    {
        Name = "by hand",
        Arrivals = [.. Enumerable.Range(0, 120).Select(second => (double)second)],
        Services = [.. Enumerable.Repeat(2.0, 120)],
        Seconds = 120,
        Replicas = 3,
    };

    [Fact]
    public void Windows_hold_their_time_and_no_more()
    {
        var signals = new SignalLog(Steady).At(120, arrived: 120, waiting: 5, runningSeconds: 3, ready: 3, loading: 1);

        Assert.Equal((60, 6), (signals.Stable.Arrivals, signals.Burst.Arrivals));
        Assert.Equal((2, 2), (signals.Stable.Offered, signals.Burst.Offered));
        Assert.Equal(0, signals.Stable.ArrivalVariability, tolerance: 1e-9);
        Assert.Equal((13, 5, 3, 1), (signals.BacklogSeconds, signals.Waiting, signals.Ready, signals.Loading));
        Assert.Equal([2, 2], signals.History.AsEnumerable());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(119), signals.LastArrival);
    }

    [Fact]
    public void At_the_start_a_window_is_as_long_as_there_was_time() =>
        Assert.Equal(TimeSpan.FromSeconds(4), new SignalLog(Steady).At(4, arrived: 4, waiting: 0, runningSeconds: 0, ready: 3, loading: 0).Stable.Length);

    [Fact]
    public void Waits_leave_with_their_window()
    {
        var log = new SignalLog(Steady);
        log.Serve(new ServedRequest(10, Wait: 5, Service: 2));
        Assert.Equal(1, At(20).Stable.Waits.Count);
        log.Serve(new ServedRequest(40, Wait: 1, Service: 2));

        var signals = At(80);

        Assert.Equal((1, 1), (signals.Stable.Waits.Count, signals.Stable.Latencies.Count));
        Assert.InRange(signals.Stable.Waits.Percentile(1) / 1e9, 1, 1.01);
        Assert.Equal(0, signals.Burst.Waits.Count);

        OrleansInference.Autoscaling.Signals.ScalingSignals At(int second) => log.At(second, second, waiting: 0, runningSeconds: 0, ready: 3, loading: 0);
    }
}
