namespace OrleansInference.Bench;

/// <summary>Prints one run.</summary>
internal static class RunReport
{
    /// <summary>The generator's own delay above which its latencies are in doubt.</summary>
    private const long DoubtfulLag = 1_000_000;

    public static void Write(TextWriter output, LoadPlan plan, LoadResult result)
    {
        output.WriteLine($"{plan}; {result.Seconds:F1} s after {plan.WarmUp.TotalSeconds:0.#} s of warm-up");
        output.WriteLine($"answered   {result.Latency.Count} ({result.RequestsPerSecond:F0}/s)");
        output.WriteLine($"latency    {Percentiles(result.Latency)} µs{(plan.RequestsPerSecond is null ? "" : ", from when each was due")}");
        output.WriteLine($"sent late  {Percentiles(result.Lag)} µs, by the generator itself");
        foreach (var (error, count) in result.Errors.OrderByDescending(error => error.Value))
            output.WriteLine($"failed     {count}: {error}");
        if (result.Unsent > 0)
            output.WriteLine($"unsent     {result.Unsent}: every connection was busy; the latencies above leave them out and are too low");
        if (result.Lag.Percentile(0.99) > DoubtfulLag)
            output.WriteLine("The generator was often late: it lacked processor time, and the latencies include that.");
    }

    private static string Percentiles(LatencyHistogram histogram) =>
        $"p50 {Microseconds(histogram.Percentile(0.5))}  p90 {Microseconds(histogram.Percentile(0.9))}  p99 {Microseconds(histogram.Percentile(0.99))}  p99.9 {Microseconds(histogram.Percentile(0.999))}  max {Microseconds(histogram.Max)}";

    private static string Microseconds(long nanoseconds) => (nanoseconds / 1e3).ToString("F0");
}
