namespace OrleansInference.Routing.Failures;

/// <summary>
/// Allows what was taken within the last ten seconds to be at most a share of what was put in within them, plus a reserve: a leaky token bucket, as
/// under Finagle's RetryBudget (finagle-core, com.twitter.finagle.service). What is unused is gone after ten seconds, so that a quiet night does not
/// pay for a storm. For any thread: putting in is lock-free, taking (rare) is under a short lock.
/// </summary>
public sealed class SlidingBudget
{
    /// <summary>Of a second each.</summary>
    public const int Slices = 10;

    private readonly long[] _put = new long[Slices];
    private readonly long[] _taken = new long[Slices];
    private readonly Lock _lock = new();
    private readonly double _share;
    private readonly long _reserve, _sliceTicks;
    private long _newest;

    /// <param name="share">Of what was put in; at least 0.</param>
    /// <param name="reserve">May be taken in any ten seconds though nothing was put in; at least 0.</param>
    /// <param name="time">Whose timestamps the callers pass.</param>
    public SlidingBudget(double share, long reserve, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfNegative(reserve);
        (_share, _reserve, _sliceTicks) = (share, reserve, time.TimestampFrequency);
    }

    /// <param name="amount">At least 0.</param>
    /// <param name="now">A timestamp.</param>
    public void Put(long amount, long now)
    {
        var slice = now / _sliceTicks;
        if (slice > Volatile.Read(ref _newest))
            lock (_lock) TurnTo(slice);
        // Another thread may turn on right here; then this counts a moment longer or shorter.
        Interlocked.Add(ref _put[Volatile.Read(ref _newest) % Slices], amount);
    }

    /// <summary>False, and nothing taken, where there isn't so much.</summary>
    public bool TryTake(long amount, long now)
    {
        lock (_lock)
        {
            TurnTo(now / _sliceTicks);
            long put = 0, taken = amount;
            for (var i = 0; i < Slices; i++)
            {
                put += Volatile.Read(ref _put[i]);
                taken += _taken[i];
            }
            if (taken > (_share * put) + _reserve) return false;
            _taken[_newest % Slices] += amount;
            return true;
        }
    }

    private void TurnTo(long slice)
    {
        if (slice <= _newest) return; // another thread was first, or its clock reading was later
        for (var old = Math.Max(_newest + 1, slice - Slices + 1); old <= slice; old++)
        {
            Volatile.Write(ref _put[old % Slices], 0);
            _taken[old % Slices] = 0;
        }
        Volatile.Write(ref _newest, slice);
    }
}
