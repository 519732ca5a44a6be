using System.Collections.Immutable;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary>What <c>GET /metrics</c> tells of shadow versions, of this silo's requests; docs/metrics.md says what each means.</summary>
internal static class ShadowMetrics
{
    /// <summary>Nothing where there has been no shadow.</summary>
    public static string Of(ImmutableArray<ShadowStatistics> shadows)
    {
        if (shadows.IsEmpty)
            return "";
        var text = new PrometheusText();
        text.Begin("oi_shadow_requests_total", "counter", "Copies of requests to a shadow version, by what became of them.");
        foreach (var shadow in shadows)
        {
            Count("agreeing", shadow.Agreeing);
            Count("differing", shadow.Differing);
            Count("failed", shadow.Failed);
            Count("dropped", shadow.Dropped);

            void Count(string outcome, long count) => text.Sample($"{Labels(shadow)},{PrometheusText.Label("outcome", outcome)}", count);
        }
        text.Begin("oi_shadow_duration_seconds", "histogram", "Of copies that were compared: from the dispatcher to the shadow version's answer.");
        foreach (var shadow in shadows)
            text.Histogram(Labels(shadow), shadow.Durations, PoolMetrics.SecondsBounds, PoolMetrics.NanosecondsPerSecond);
        text.Begin("oi_shadow_max_absolute_difference", "gauge", "Largest difference of a floating-point output from the expected one.");
        foreach (var shadow in shadows)
            text.Sample(Labels(shadow), shadow.MaxAbsoluteDifference);
        text.Begin("oi_shadow_max_relative_difference", "gauge", "The same, in relation to the expected value.");
        foreach (var shadow in shadows)
            text.Sample(Labels(shadow), shadow.MaxRelativeDifference);
        return text.ToString();
    }

    private static string Labels(ShadowStatistics shadow) =>
        $"{PrometheusText.Label("model", shadow.Id.Model)},{PrometheusText.Label("version", shadow.Id.Version.ToString())}";
}
