namespace OrleansInference.Bench;

/// <summary>Medians over the rounds, and ratios of medians.</summary>
internal static class ClusterTable
{
    public static void Write(TextWriter output, IReadOnlyList<ClusterCase> cases)
    {
        output.WriteLine("| way, callers | | p50, µs | p99, µs | calls/s | processor time a call, µs | allocated by the caller, KB |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var each in cases)
        {
            var bare = Median(each.BareRuns);
            Row(output, $"{each.Name}, {each.Callers}", "bare", bare, null);
            Row(output, "", "bare, with a worker", Median(each.WorkerRuns), bare);
            Row(output, "", "request", Median(each.OurRuns), bare);
        }
    }

    /// <param name="bare">What it is so many times of; null for itself.</param>
    private static void Row(TextWriter output, string way, string name, CallRun run, CallRun? bare) => output.WriteLine(
        $"| {way} | {name} | {run.P50:F0}{Times(run.P50, bare?.P50)} | {run.P99:F0} | {run.PerSecond:F0} | {run.Processor:F1}{Times(run.Processor, bare?.Processor)} | {run.Kilobytes:F1} |");

    private static string Times(double value, double? bare) => bare is { } one ? $" (**{value / one:F2}** ×)" : "";

    private static CallRun Median(List<CallRun> runs) => new(
        Of(runs, run => run.P50), Of(runs, run => run.P99), Of(runs, run => run.PerSecond), Of(runs, run => run.Processor), Of(runs, run => run.Kilobytes));

    private static double Of(List<CallRun> runs, Func<CallRun, double> part) => Spread.MedianOf([.. runs.Select(part)]);
}
