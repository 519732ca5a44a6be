using System.Numerics;

namespace OrleansInference.Cli.Bench;

/// <summary>
/// Durations in nanoseconds, counted in buckets that grow with them: 128 to each power of two. So a percentile is never
/// below the true one and less than 1/128 (0.8 %) above it, in 38 KB, at a few instructions a record. Not safe for several threads:
/// each has its own, and they are added up.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int BucketBits = 7;
    private const int BucketsPerOctave = 1 << BucketBits;
    private const long Longest = (1L << 42) - 1; // 73 minutes

    private readonly long[] _counts = new long[IndexOf(Longest) + 1];

    public long Count { get; private set; }

    /// <summary>Exact; 0 where nothing was recorded.</summary>
    public long Max { get; private set; }

    /// <summary>The buckets that have records, from the shortest, each by the longest duration that it stands for.</summary>
    public IEnumerable<(long Nanoseconds, long Count)> Buckets =>
        from i in Enumerable.Range(0, _counts.Length)
        where _counts[i] > 0
        select (Math.Min(HighestOf(i), Max), _counts[i]);

    public void Record(long nanoseconds)
    {
        var value = Math.Clamp(nanoseconds, 0, Longest);
        _counts[IndexOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The value that the share <paramref name="share"/> (0 to 1) of all records does not exceed; 0 where there are none.</summary>
    public long Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return Math.Min(HighestOf(i), Max);
        }

        return 0;
    }

    // Below 256 a bucket a value; then the eight leading bits and how far they were shifted.
    private static int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - BucketBits);
        return (shift * BucketsPerOctave) + (int)(value >> shift);
    }

    private static long HighestOf(int index)
    {
        var shift = Math.Max(0, (index / BucketsPerOctave) - 1);
        return ((index - (shift * BucketsPerOctave) + 1L) << shift) - 1;
    }
}
