using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>One part of a picture: latency against offered load of a few servers.</summary>
/// <param name="Title">What was asked of them.</param>
/// <param name="Bound">A latency to mark, in milliseconds.</param>
/// <param name="Series">One for each server.</param>
internal sealed record LatencyPanel(string Title, double Bound, ImmutableArray<LatencySeries> Series);

/// <summary>One server.</summary>
internal sealed record LatencySeries(string Name, ImmutableArray<LatencyPoint> Points);

/// <param name="Rate">Requests a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds; infinite where requests failed.</param>
internal sealed record LatencyPoint(double Rate, double P50, double P99);
