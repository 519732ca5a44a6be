using System.Numerics;

namespace OrleansInference.Telemetry;

/// <summary>How many values of a histogram lie between two bounds. Buckets grow with the values, 128 to each power of two; up to 255 each value has its own.</summary>
/// <param name="Index">Says which; silos and clients of different releases rely on its meaning.</param>
/// <param name="Count">How many values.</param>
[GenerateSerializer, Immutable, Alias("oi.HistogramBucket")]
public readonly record struct HistogramBucket([property: Id(0)] int Index, [property: Id(1)] long Count)
{
    private const int Bits = 7;

    /// <summary>The smallest value that it stands for.</summary>
    public long Lowest => LowestOf(Index);

    /// <summary>The largest value that it stands for.</summary>
    public long Highest => LowestOf(Index + 1) - 1;

    /// <summary>Of the bucket that a value, at least 0, belongs to: its eight leading bits and how far they were shifted.</summary>
    public static int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - Bits);
        return (shift << Bits) + (int)(value >> shift);
    }

    /// <summary>An upper bound of the value that the share <paramref name="share"/> (0 to 1) of all does not exceed; 0 where there are none.</summary>
    /// <param name="buckets">Ascending.</param>
    /// <param name="count">Of all their values.</param>
    /// <param name="share">From 0 to 1.</param>
    public static long Percentile(IEnumerable<HistogramBucket> buckets, long count, double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * count));
        long seen = 0;
        foreach (var bucket in buckets)
        {
            seen += bucket.Count;
            if (seen >= rank)
                return bucket.Highest;
        }

        return 0;
    }

    private static long LowestOf(int index)
    {
        var shift = Math.Max(0, (index >> Bits) - 1);
        return (index - ((long)shift << Bits)) << shift;
    }
}
