namespace OrleansInference.Routing.Failures;

/// <summary>
/// Finds pools whose answers are late beyond what the pools themselves expect: the median of the newest 32 ratios to their estimates is many times the median of the other
/// pools' medians. Not those that are merely slow: their own cost model has learned that, their estimates say it, and least work gives them less.
/// Medians, because a tail is honest (a burst, a collection), and relative to the others, because all are late when the cluster is. For one thread; allocates only as pools come.
/// </summary>
internal sealed class LatencyComparison(double factor)
{
    /// <summary>Late in so many comparisons in a row is an outlier; one may be a burst that all dispatchers have sent to it at once.</summary>
    public const int Rounds = 3;

    private double[] _medians = [];

    /// <summary>The ratio above which an answer of a pool on probation is still too late.</summary>
    public double Limit { get; private set; } = double.PositiveInfinity;

    /// <summary>Counts, at each pool, the comparisons in a row in which it was late.</summary>
    public void Compare(List<PoolHealth> pools)
    {
        if (_medians.Length < pools.Count) _medians = new double[pools.Count];
        var measured = 0;
        foreach (var pool in pools)
        {
            // One that has hardly answered since says nothing new, neither better nor worse: one burst must not count in every round.
            pool.HasNewMedian = IsMeasured(pool) && pool.Ratios.IsRenewed;
            if (IsMeasured(pool)) _medians[measured++] = pool.Ratios.Median();
        }
        if (measured < 2) return;

        var sorted = _medians.AsSpan(0, measured);
        sorted.Sort();
        Limit = LimitAgainst(sorted[(measured - 1) / 2]);
        foreach (var pool in pools)
            if (pool.HasNewMedian) pool.SlowComparisons = pool.Ratios.Median() > LimitAgainst(MedianOfOthers(sorted, pool)) ? pool.SlowComparisons + 1 : 0;
    }

    // Where estimates are too high for all, a pool that is as late as it says is no outlier.
    private double LimitAgainst(double median) => factor * Math.Max(1, median);

    private static double MedianOfOthers(ReadOnlySpan<double> sorted, PoolHealth pool)
    {
        var own = sorted.BinarySearch(pool.Ratios.Median());
        var middle = (sorted.Length - 2) / 2;
        return sorted[middle < own ? middle : middle + 1];
    }

    private static bool IsMeasured(PoolHealth pool) => pool.Phase == PoolPhase.Full && pool.Ratios.IsFull;
}
