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
    public static HistogramSnapshot Merge(IReadOnlyCollection<HistogramSnapshot> histograms) => new()
    {
        Count = histograms.Sum(histogram => histogram.Count),
        Sum = histograms.Sum(histogram => histogram.Sum),
        Buckets = [.. histograms.SelectMany(histogram => histogram.Buckets).GroupBy(bucket => bucket.Index, bucket => bucket.Count)
            .OrderBy(bucket => bucket.Key).Select(bucket => new HistogramBucket(bucket.Key, bucket.Sum()))],
    };
}
