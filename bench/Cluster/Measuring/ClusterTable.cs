namespace OrleansInference.Bench;

/// <summary>Medians over the rounds, and ratios of medians.</summary>
internal static class ClusterTable
{
    public static void Write(TextWriter output, IReadOnlyList<ClusterCase> cases)
    {
        output.WriteLine("| way, callers | bare p50 / p99, µs | calls/s | ours p50 / p99, µs | calls/s | **p50, ours to bare** | processor time a call, µs | **ours to bare** | allocated, bare / ours, KB |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var each in cases)
        {
            var (bare, ours) = (Median(each.BareRuns), Median(each.OurRuns));
            output.WriteLine(
                $"| {each.Name}, {each.Callers} | {bare.P50:F0} / {bare.P99:F0} | {bare.PerSecond:F0} | {ours.P50:F0} / {ours.P99:F0} | {ours.PerSecond:F0} "
                + $"| **{ours.P50 / bare.P50:F2}** | {bare.Processor:F0} / {ours.Processor:F0} | **{ours.Processor / bare.Processor:F2}** | {bare.Kilobytes:F1} / {ours.Kilobytes:F1} |");
        }
    }

    private static CallRun Median(List<CallRun> runs) => new(
        Of(runs, run => run.P50), Of(runs, run => run.P99), Of(runs, run => run.PerSecond), Of(runs, run => run.Processor), Of(runs, run => run.Kilobytes));

    private static double Of(List<CallRun> runs, Func<CallRun, double> part) => Spread.MedianOf([.. runs.Select(part)]);
}
