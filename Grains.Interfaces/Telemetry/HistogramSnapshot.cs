using System.Collections.Immutable;

namespace OrleansInference.Telemetry;

/// <summary>A histogram at one moment.</summary>
[GenerateSerializer, Immutable, Alias("oi.HistogramSnapshot")]
public sealed record HistogramSnapshot
{
    public static readonly HistogramSnapshot Empty = new();

    [Id(0)] public long Count { get; init; }

    /// <summary>Of all values.</summary>
    [Id(1)] public long Sum { get; init; }

    /// <summary>Those that have values, ascending.</summary>
    [Id(2)] public ImmutableArray<HistogramBucket> Buckets { get; init; } = [];

    /// <summary>The value that the share <paramref name="share"/> (0 to 1) of all does not exceed, at most 0.8 % too high; 0 where there are none.</summary>
    public long Percentile(double share) => HistogramBucket.Percentile(Buckets, Count, share);

    /// <summary>What one histogram of all their values would be.</summary>
    public static HistogramSnapshot Merge(IReadOnlyCollection<HistogramSnapshot> histograms)
    {
        long[] counts = new long[histograms.Select(histogram => histogram.Buckets is [.., var last] ? last.Index + 1 : 0).DefaultIfEmpty().Max()];
        var (count, sum) = (0L, 0L);
        foreach (var histogram in histograms)
        {
            foreach (var bucket in histogram.Buckets) counts[bucket.Index] += bucket.Count;
            (count, sum) = (count + histogram.Count, sum + histogram.Sum);
        }
        return new HistogramSnapshot { Count = count, Sum = sum, Buckets = BucketsOf(counts) };
    }

    /// <summary>What was recorded between two snapshots of one histogram.</summary>
    /// <exception cref="ArgumentException">The earlier one holds what the later one does not: they are not of one histogram, or the other way round.</exception>
    public static HistogramSnapshot Difference(HistogramSnapshot later, HistogramSnapshot earlier)
    {
        long[] counts = new long[later.Buckets is [.., var last] ? last.Index + 1 : 0];
        foreach (var bucket in later.Buckets) counts[bucket.Index] = bucket.Count;
        foreach (var bucket in earlier.Buckets)
            if (bucket.Index >= counts.Length || (counts[bucket.Index] -= bucket.Count) < 0)
                throw new ArgumentException($"The later histogram has fewer values in bucket {bucket.Index} than the earlier one, which has {bucket.Count}.", nameof(earlier));
        return new HistogramSnapshot { Count = later.Count - earlier.Count, Sum = later.Sum - earlier.Sum, Buckets = BucketsOf(counts) };
    }

    internal static ImmutableArray<HistogramBucket> BucketsOf(long[] counts)
    {
        var buckets = ImmutableArray.CreateBuilder<HistogramBucket>();
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > 0) buckets.Add(new HistogramBucket(i, counts[i]));
        return buckets.DrainToImmutable();
    }
}
