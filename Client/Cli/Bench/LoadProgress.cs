using OrleansInference.Telemetry;

namespace OrleansInference.Cli.Bench;

/// <summary>How far a run is. Counted while it goes on, so the figures may differ by a request or two.</summary>
/// <param name="Elapsed">Since the start, the warm-up included.</param>
/// <param name="IsWarmUp">Nothing is recorded yet.</param>
/// <param name="Failed">Requests without a successful answer.</param>
/// <param name="Latency">Of the requests that were answered.</param>
internal sealed record LoadProgress(TimeSpan Elapsed, bool IsWarmUp, long Failed, Histogram Latency);
