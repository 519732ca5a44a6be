using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>What came of a <see cref="SimulationPlan"/>. Latencies in nanoseconds.</summary>
/// <param name="Latency">From when a request came to its dispatcher to its answer; of those that were answered.</param>
/// <param name="Central">Of one central queue with the same arrivals and lengths, and no network.</param>
/// <param name="Requests">All, those of the warm-up too.</param>
/// <param name="Sent">Calls that reached for a pool: what is above <paramref name="Requests"/> was handed back, or failed, and was sent again.</param>
/// <param name="Faults">Requests that were not answered.</param>
/// <param name="Events">Of the simulation.</param>
internal sealed record SimulationResult(Histogram Latency, Histogram Central, int Requests, long Sent, int Faults, long Events)
{
    /// <summary>How many times the central queue's a percentile is.</summary>
    public double Ratio(double share) => (double)Latency.Percentile(share) / Central.Percentile(share);
}
