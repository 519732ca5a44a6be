namespace OrleansInference.Replicas;

public sealed class RecentLatencyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RecentLatency _latency = new();

    [Fact]
    public void Nothing_that_ended_has_no_latency() => Assert.Equal(TimeSpan.Zero, _latency.Percentile(0.95, Now));

    [Theory]
    [InlineData(1, 1), InlineData(2, 2), InlineData(20, 19), InlineData(21, 20), InlineData(100, 95)]
    public void Is_what_the_share_does_not_exceed(int count, int expected)
    {
        foreach (var milliseconds in Enumerable.Range(1, count).Reverse()) _latency.Add(Now, TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(TimeSpan.FromMilliseconds(expected), _latency.Percentile(0.95, Now));
    }

    [Fact]
    public void Forgets_what_is_old_and_what_many_have_followed()
    {
        _latency.Add(Now, TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(9), _latency.Percentile(0.95, Now + RecentLatency.Window - TimeSpan.FromTicks(1)));
        Assert.Equal(TimeSpan.Zero, _latency.Percentile(0.95, Now + RecentLatency.Window));

        for (var i = 0; i < RecentLatency.Capacity; i++) _latency.Add(Now, TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _latency.Percentile(1, Now));
    }
}
