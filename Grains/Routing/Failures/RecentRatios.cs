namespace OrleansInference.Routing.Failures;

/// <summary>The newest 32 ratios of a pool, for their median. Any thread may add; one at a time does the rest. Allocates nothing once made.</summary>
internal sealed class RecentRatios
{
    public const int Size = 32;

    private readonly float[] _ratios = new float[Size];
    private long _added, _first, _readAt;
    private double _median;

    /// <summary>All that were ever added.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>Whether a median can be told.</summary>
    public bool IsFull => Added - _first >= Size;

    /// <summary>Whether at least half of them came since <see cref="Median"/>.</summary>
    public bool IsRenewed => Added - _readAt >= Size / 2;

    public void Add(double ratio) => _ratios[(Interlocked.Increment(ref _added) - 1) % Size] = (float)ratio;

    /// <summary>What came until now counts no more.</summary>
    public void Forget() => _first = Added;

    /// <summary>Of all 32, so ask only when <see cref="IsFull"/>; taken anew when half of them are new.</summary>
    public double Median()
    {
        if (!IsRenewed) return _median;
        _readAt = Added;
        Span<float> sorted = stackalloc float[Size];
        _ratios.CopyTo(sorted);
        sorted.Sort();
        return _median = sorted[Size / 2];
    }
}
