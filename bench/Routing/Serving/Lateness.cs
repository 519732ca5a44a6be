using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>How much later than stated service times ended, over all threads.</summary>
internal sealed class Lateness
{
    private readonly Lock _lock = new();
    private Histogram _nanoseconds = new();

    public void Record(long nanoseconds)
    {
        lock (_lock)
            _nanoseconds.Record(nanoseconds);
    }

    /// <summary>Mean and p99 in microseconds since it was last asked, as text with a space between.</summary>
    public string Take()
    {
        Histogram taken;
        lock (_lock)
            (taken, _nanoseconds) = (_nanoseconds, new Histogram());
        return $"{(taken.Count == 0 ? 0 : taken.Sum / 1e3 / taken.Count):F1} {taken.Percentile(0.99) / 1e3:F1}";
    }
}
