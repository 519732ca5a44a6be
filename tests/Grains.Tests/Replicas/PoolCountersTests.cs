using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Telemetry;

namespace OrleansInference.Replicas;

public sealed class PoolCountersTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly ImmutableArray<ForwardPass> Passes = [new ForwardPass(2, Milliseconds(1), Milliseconds(20), Milliseconds(3))];

    private readonly PoolCounters _counters = new();

    [Fact]
    public void The_times_of_a_request_add_up_to_its_total()
    {
        _counters.Succeeded(Pending(), Passes, started: Start + Milliseconds(5), at: Start + Milliseconds(36));

        var statistics = _counters.Statistics;
        Assert.Equal((5, 7, 24, 36), (Only(statistics.QueueTimes), Only(statistics.BatchWaitTimes), Only(statistics.ComputeTimes), Only(statistics.TotalTimes)));
    }

    [Fact]
    public void Faults_are_counted_by_kind_and_together()
    {
        _counters.Refused(FaultKind.QueueFull);
        _counters.Failed(Pending(), FaultKind.Cancelled, Start + Milliseconds(4));
        _counters.Refused(FaultKind.QueueFull);

        Assert.Equal([new FaultCount(FaultKind.QueueFull, 2), new FaultCount(FaultKind.Cancelled, 1)], _counters.Statistics.Faults.AsEnumerable());
        Assert.Equal(new DurationSum(3, Milliseconds(4)), _counters.Statistics.Fail);
    }

    [Fact]
    public void Kinds_that_only_a_later_release_knows_are_counted_as_one()
    {
        _counters.Failed((FaultKind)99, Milliseconds(1));
        _counters.Failed((FaultKind)100, Milliseconds(1));

        Assert.Equal([new FaultCount(default, 2)], _counters.Statistics.Faults.AsEnumerable());
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.ModelNotReady)]
    public void A_request_that_another_pool_may_take_has_not_ended(FaultKind kind)
    {
        _counters.Refused(kind);

        Assert.Empty(_counters.Statistics.Faults);
    }

    [Fact]
    public void Batches_are_counted_by_items_padding_and_estimate()
    {
        _counters.Ran([.. Passes, new ForwardPass(1 << 30, default, default, default)]);
        _counters.Padded(elements: 100, padding: 30);
        _counters.Padded(elements: 50, padding: 0);
        _counters.Estimated(0.5, 0.4, error: 0.25);
        _counters.Estimated(0.1, 0.2, error: 0.5);

        var statistics = _counters.Statistics;
        Assert.Equal((2, 2), (statistics.PassItems.Count, statistics.PassItems.Buckets[0].Lowest));
        Assert.Equal((150, 30), (statistics.Elements, statistics.PaddingElements));
        Assert.Equal((0.6, 0.6, 0.5), (statistics.EstimatedSeconds, Math.Round(statistics.ActualSeconds, 9), statistics.EstimateError));
    }

    [Fact]
    public void Pools_add_up()
    {
        _counters.Succeeded(Pending(), Passes, Start, Start + Milliseconds(36));
        _counters.Ran(Passes);
        _counters.Refused(FaultKind.QueueFull);
        _counters.Padded(100, 30);
        _counters.Estimated(1, 3, error: 0.2);
        var other = new PoolCounters();
        other.Refused(FaultKind.QueueFull);
        other.Estimated(1, 1, error: 0.6);

        var sum = PoolStatistics.Sum([_counters.Statistics, other.Statistics, new PoolStatistics()]);

        Assert.Equal([new FaultCount(FaultKind.QueueFull, 2)], sum.Faults.AsEnumerable());
        Assert.Equal((36, 1), (Only(sum.TotalTimes), sum.PassItems.Count));
        Assert.Equal((100, 30), (sum.Elements, sum.PaddingElements));
        Assert.Equal((2, 4, 0.3), (sum.EstimatedSeconds, sum.ActualSeconds, Math.Round(sum.EstimateError, 9)));
        Assert.Equal(0, PoolStatistics.Sum([new PoolStatistics()]).EstimateError);
    }

    [Fact]
    public void Counting_a_request_allocates_nothing()
    {
        var pending = Pending();
        _counters.Ran(Passes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _counters.Came(Start);
            _counters.Ran(Passes);
            _counters.Succeeded(pending, Passes, Start, Start + Milliseconds(i));
            _counters.Failed(pending, FaultKind.ModelError, Start);
            _counters.Padded(100, 30);
            _counters.Estimated(1, 1, 0);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static PendingRequest Pending() => new(Sample.Request([1]), items: 1, Start, sequence: 0);

    /// <summary>The one value, in milliseconds.</summary>
    private static long Only(HistogramSnapshot histogram)
    {
        Assert.Equal(1, histogram.Count);
        return histogram.Sum / 1_000_000;
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
