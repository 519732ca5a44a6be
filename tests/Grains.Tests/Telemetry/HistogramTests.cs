namespace OrleansInference.Telemetry;

public sealed class HistogramTests
{
    private static readonly double[] Shares = [0, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 100)]
    [InlineData(3, 20_000)]
    [InlineData(4, 20_000)]
    public void A_percentile_is_never_too_low_and_within_a_128th_too_high(int seed, int count)
    {
        // Log-normal around 100 µs, from nanoseconds to minutes.
        var random = new Random(seed);
        var values = Enumerable.Range(0, count).Select(_ => (long)(1e5 * Math.Exp(3 * Normal(random)))).ToList();
        var histogram = Of(values);
        values.Sort();
        foreach (var share in Shares)
        {
            var exact = values[(int)Math.Max(0, Math.Ceiling(share * count) - 1)];
            Assert.InRange(histogram.Percentile(share), exact, exact + (exact / 128));
        }

        Assert.Equal((count, values[^1]), (histogram.Count, histogram.Max));
    }

    [Fact]
    public void Every_bound_of_a_bucket_is_within_a_128th()
    {
        for (var power = 0; power < 42; power++)
        {
            foreach (var value in (long[])[(1L << power) - 1, 1L << power, (1L << power) + 1])
            {
                // A second, larger value, so that the maximum does not round the first one down.
                var histogram = Of([value, 1L << 42]);
                Assert.InRange(histogram.Percentile(0.5), value, value + (value / 128));
            }
        }
    }

    [Fact]
    public void Histograms_add_up_to_the_histogram_of_all()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 1000).Select(_ => random.NextInt64(1_000_000)).ToList();
        var sum = Of(values.Take(300));
        sum.Add(Of(values.Skip(300)));
        var all = Of(values);
        Assert.Equal(Shares.Select(all.Percentile), Shares.Select(sum.Percentile));
        Assert.Equal((all.Count, all.Sum, all.Max), (sum.Count, sum.Sum, sum.Max));
    }

    [Fact]
    public void Snapshots_merge_to_the_snapshot_of_all()
    {
        var random = new Random(6);
        var values = Enumerable.Range(0, 1000).Select(_ => random.NextInt64(1_000_000)).ToList();
        var merged = HistogramSnapshot.Merge([Of(values.Take(300)).Snapshot(), HistogramSnapshot.Empty, Of(values.Skip(300)).Snapshot()]);
        var all = Of(values).Snapshot();
        Assert.Equal((1000, values.Sum()), (all.Count, all.Sum));
        Assert.Equal((all.Count, all.Sum), (merged.Count, merged.Sum));
        Assert.Equal(all.Buckets.AsEnumerable(), merged.Buckets);
    }

    [Fact]
    public void The_difference_of_two_snapshots_is_what_was_recorded_between_them()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 1000).Select(_ => random.NextInt64(1_000_000)).ToList();
        var histogram = Of(values.Take(300));
        var earlier = histogram.Snapshot();
        foreach (var value in values.Skip(300)) histogram.Record(value);
        var between = Of(values.Skip(300)).Snapshot();

        AssertSame(between, HistogramSnapshot.Difference(histogram.Snapshot(), earlier));
        AssertSame(earlier, HistogramSnapshot.Difference(earlier, HistogramSnapshot.Empty));
        AssertSame(HistogramSnapshot.Empty, HistogramSnapshot.Difference(earlier, earlier));
        AssertSame(histogram.Snapshot(), HistogramSnapshot.Merge([earlier, between]));
        Assert.Throws<ArgumentException>(() => HistogramSnapshot.Difference(earlier, histogram.Snapshot()));

        static void AssertSame(HistogramSnapshot expected, HistogramSnapshot actual)
        {
            Assert.Equal((expected.Count, expected.Sum), (actual.Count, actual.Sum));
            Assert.Equal(expected.Buckets.AsEnumerable(), actual.Buckets);
        }
    }

    [Fact]
    public void Buckets_lie_side_by_side_and_hold_what_they_stand_for()
    {
        var top = HistogramBucket.IndexOf(long.MaxValue / 2);
        for (var index = 0; index < top; index++)
        {
            var bucket = new HistogramBucket(index, 1);
            Assert.Equal((index, index), (HistogramBucket.IndexOf(bucket.Lowest), HistogramBucket.IndexOf(bucket.Highest)));
            Assert.Equal(bucket.Highest + 1, new HistogramBucket(index + 1, 1).Lowest);
        }
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var histogram = new Histogram();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) histogram.Record(i * 997L);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_is_out_of_range_counts_at_its_end()
    {
        var histogram = Of([-5, long.MaxValue]);
        Assert.Equal(0, histogram.Percentile(0.5));
        Assert.Equal((1L << 42) - 1, histogram.Percentile(1));
    }

    [Fact]
    public void Nothing_recorded_is_0() => Assert.Equal(0, new Histogram().Percentile(0.99));

    private static Histogram Of(IEnumerable<long> values)
    {
        var histogram = new Histogram();
        foreach (var value in values)
            histogram.Record(value);
        return histogram;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
