using OrleansInference.Models;
using OrleansInference.Telemetry;

namespace OrleansInference.Routing.Traffic;

/// <summary>A dispatcher's side of one shadow version: copies in flight, and what came of the others.</summary>
internal sealed class ShadowVersion(ModelVersion id)
{
    private readonly Lock _lock = new();
    private readonly Histogram _durations = new();
    private ShadowStatistics _counts = new() { Id = id };
    private int _inFlight;

    public ModelVersion Id => id;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Counts a copy as in flight where fewer than <paramref name="limit"/> are; to be ended with <see cref="End"/>.</summary>
    public bool TryBegin(int limit)
    {
        if (Interlocked.Increment(ref _inFlight) <= limit) return true;
        End();
        return false;
    }

    public void End() => Interlocked.Decrement(ref _inFlight);

    public void Drop()
    {
        lock (_lock) _counts = _counts with { Dropped = _counts.Dropped + 1 };
    }

    public void Fail(string problem)
    {
        lock (_lock) _counts = _counts with { Failed = _counts.Failed + 1, LastProblem = problem };
    }

    public void Compare(OutputComparison comparison, TimeSpan duration)
    {
        var difference = comparison.Difference;
        lock (_lock)
        {
            _durations.Record(duration.Ticks * TimeSpan.NanosecondsPerTick);
            _counts = _counts with
            {
                Agreeing = _counts.Agreeing + (difference.Agrees ? 1 : 0),
                Differing = _counts.Differing + (difference.Agrees ? 0 : 1),
                MaxAbsoluteDifference = Math.Max(_counts.MaxAbsoluteDifference, difference.MaxAbsolute),
                MaxRelativeDifference = Math.Max(_counts.MaxRelativeDifference, difference.MaxRelative),
                LastProblem = comparison.Problem ?? _counts.LastProblem,
            };
        }
    }

    public ShadowStatistics Statistics()
    {
        lock (_lock) return _counts with { Durations = _durations.Snapshot() };
    }
}
