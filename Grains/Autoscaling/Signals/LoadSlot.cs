using OrleansInference.Telemetry;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>The load between two looks.</summary>
internal sealed class LoadSlot(DateTimeOffset from, DateTimeOffset to)
{
    public DateTimeOffset From { get; } = from;

    public DateTimeOffset To { get; } = to;

    public TimeSpan Length => To - From;

    public LoadSum Load { get; set; }

    public List<HistogramSnapshot> Waits { get; } = [];

    public List<HistogramSnapshot> Latencies { get; } = [];

    /// <summary>Of each dispatcher that something came to.</summary>
    public List<(SiloAddress Dispatcher, GapSum Gaps)> Gaps { get; } = [];

    /// <summary>Seconds that it shares with a span of time.</summary>
    public double Overlap(DateTimeOffset from, DateTimeOffset to) =>
        Math.Max(0, ((To < to ? To : to) - (From > from ? From : from)).TotalSeconds);

    /// <summary>Takes what can't be divided.</summary>
    public void Add(SiloAddress dispatcher, in DemandIncrement increment)
    {
        if (increment.Gaps.Count > 0) Gaps.Add((dispatcher, increment.Gaps));
        if (increment.Waits.Count > 0) Waits.Add(increment.Waits);
        if (increment.Latencies.Count > 0) Latencies.Add(increment.Latencies);
    }
}
