namespace OrleansInference.Routing.Failures;

/// <summary>
/// How late an answer is, relative to its estimate: (actual + 10 ms) / (estimate + 10 ms). The 10 ms are what no estimate of wait and work knows: calls
/// between silos, threads that wait for their turn, short collections. Without them a request of 0.1 ms that took 5 ms would count as fifty times late.
/// </summary>
internal static class LatencyRatio
{
    private const double BlurSeconds = 0.01;

    public static double Of(double estimateSeconds, double actualSeconds) => (Math.Max(0, actualSeconds) + BlurSeconds) / (Math.Max(0, estimateSeconds) + BlurSeconds);

    /// <summary>How long an answer takes that has this ratio to its estimate.</summary>
    public static double Seconds(double estimateSeconds, double ratio) => Math.Max(0, (ratio * (Math.Max(0, estimateSeconds) + BlurSeconds)) - BlurSeconds);
}
