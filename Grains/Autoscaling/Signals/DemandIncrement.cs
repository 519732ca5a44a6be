using OrleansInference.Telemetry;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>What a dispatcher has counted between two looks at it.</summary>
internal readonly record struct DemandIncrement(LoadSum Load, GapSum Gaps, HistogramSnapshot Waits, HistogramSnapshot Latencies)
{
    /// <summary>Of counters that began after the last look.</summary>
    public static DemandIncrement Of(DemandCounters counters) => new(LoadSum.Of(counters), GapSum.Of(counters), counters.Waits, counters.Latencies);

    /// <param name="earlier">One for which <see cref="IsEarlier"/> holds.</param>
    public static DemandIncrement Between(DemandCounters earlier, DemandCounters later) => new(
        LoadSum.Of(later) - LoadSum.Of(earlier), GapSum.Of(later) - GapSum.Of(earlier),
        HistogramSnapshot.Difference(later.Waits, earlier.Waits), HistogramSnapshot.Difference(later.Latencies, earlier.Latencies));

    /// <summary>Of two with the same beginning: whether the one was read before the other, or is the same.</summary>
    public static bool IsEarlier(DemandCounters one, DemandCounters other) =>
        one.Arrivals <= other.Arrivals && one.Refused <= other.Refused && one.Late <= other.Late && one.Latencies.Count <= other.Latencies.Count;
}
