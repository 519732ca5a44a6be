using System.Numerics;

namespace OrleansInference.Replicas;

/// <summary>
/// Learns how many items a batch should have, for items of each length: more than that cost more time each. On a GPU, and for small models,
/// that is seldom so; a long text on a CPU is best run alone, because a batch of it falls out of the cache. And as long as few wait, a batch has
/// to gain something: each of its requests waits for all of it.
/// </summary>
internal sealed class BatchSizes
{
    /// <summary>The time for each item, against that in the best smaller batch, from which on a size is too large, where many wait.</summary>
    private const double WorstOfMany = 1.05;

    /// <summary>The same where few wait.</summary>
    private const double WorstOfFew = 0.95;

    /// <summary>Weight of the newest pass.</summary>
    private const double Gain = 0.25;

    /// <summary>After so many passes at the best size a larger one is tried again: the machine may have become another.</summary>
    private const int PassesUntilRetry = 500;

    private readonly Dictionary<int, Lengths> _byLength = [];

    /// <summary>The most items, of about that many elements each, that a batch should have.</summary>
    /// <param name="manyWait">Whether throughput is all that counts.</param>
    public int Limit(double elementsPerItem, bool manyWait) =>
        !_byLength.TryGetValue(BucketOf(elementsPerItem), out var lengths) ? int.MaxValue : manyWait ? lengths.OfMany : lengths.OfFew;

    /// <summary>Learns from a forward pass.</summary>
    public void Add(int items, double elementsPerItem, TimeSpan time)
    {
        var bucket = BucketOf(elementsPerItem);
        if (!_byLength.TryGetValue(bucket, out var lengths)) _byLength.Add(bucket, lengths = new Lengths());
        lengths.Add(items, time.TotalSeconds / items);
    }

    private static int BucketOf(double size) => BitOperations.Log2((uint)Math.Clamp(size, 1, int.MaxValue));

    /// <summary>Items of one power of two of length; their batches by powers of two.</summary>
    private sealed class Lengths
    {
        private readonly double[] _secondsPerItem = new double[31];
        private int _passes;

        public int OfMany { get; private set; } = int.MaxValue;

        public int OfFew { get; private set; } = int.MaxValue;

        public void Add(int items, double secondsPerItem)
        {
            ref var known = ref _secondsPerItem[BucketOf(items)];
            known = known == 0 ? secondsPerItem : known + (Gain * (secondsPerItem - known));
            if (++_passes >= PassesUntilRetry && OfFew < int.MaxValue)
            {
                _passes = 0;
                Array.Clear(_secondsPerItem, BucketOf(OfFew) + 1, _secondsPerItem.Length - BucketOf(OfFew) - 1);
            }
            (OfMany, OfFew) = (LimitNow(WorstOfMany), LimitNow(WorstOfFew));
        }

        // A bucket that was not tried yet may be. One that is too slow ends the search.
        private int LimitNow(double worst)
        {
            var best = double.PositiveInfinity;
            for (var bucket = 0; bucket < _secondsPerItem.Length; bucket++)
            {
                var known = _secondsPerItem[bucket];
                if (known == 0) continue;
                if (known > best * worst) return (1 << bucket) - 1;
                best = Math.Min(best, known);
            }
            return int.MaxValue;
        }
    }
}
