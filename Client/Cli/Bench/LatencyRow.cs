using OrleansInference.Telemetry;

namespace OrleansInference.Cli.Bench;

/// <summary>One row of a histogram picture: the records between two durations, in nanoseconds.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Count">How many.</param>
internal sealed record LatencyRow(double From, double To, long Count)
{
    private const int MostRows = 20;
    private const double Rounding = 1e-9;

    // Rows to a factor of ten. Each is ten to the power of a multiple of its inverse, so powers of ten are always bounds.
    private static readonly int[] RowsPerDecade = [80, 40, 20, 10, 5, 2, 1];

    /// <summary>As many rows, all equally wide on a logarithmic scale, as fit into twenty; empty ones between others are among them.</summary>
    public static IReadOnlyList<LatencyRow> Of(Histogram histogram)
    {
        var buckets = histogram.Buckets.Select(bucket => (Nanoseconds: Math.Min(bucket.Highest, histogram.Max), bucket.Count)).ToList();
        if (buckets.Count == 0)
            return [];
        var perDecade = RowsPerDecade.First(rows => IndexOf(buckets[^1].Nanoseconds, rows) - IndexOf(buckets[0].Nanoseconds, rows) < MostRows);
        var first = IndexOf(buckets[0].Nanoseconds, perDecade);
        var counts = new long[IndexOf(buckets[^1].Nanoseconds, perDecade) - first + 1];
        foreach (var (nanoseconds, count) in buckets)
            counts[IndexOf(nanoseconds, perDecade) - first] += count;
        return [.. counts.Select((count, i) => new LatencyRow(Bound(first + i, perDecade), Bound(first + i + 1, perDecade), count))];
    }

    private static int IndexOf(long nanoseconds, int perDecade) => (int)Math.Floor((Math.Log10(Math.Max(1, nanoseconds)) * perDecade) + Rounding);

    private static double Bound(int index, int perDecade) => Math.Pow(10, (double)index / perDecade);
}
