using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>One workload's results, a line for each rule.</summary>
internal sealed class AutoscalingTable(TextWriter output)
{
    /// <param name="title">The workload.</param>
    /// <param name="results">Of each rule.</param>
    /// <param name="least">The clairvoyant's cost.</param>
    public void Write(string title, IEnumerable<ScalingResult> results, double least)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine($"{"rule",-12}{"beyond %",10}{"p50 s",8}{"p99 s",8}{"replica s",12}{"cost",7}{"reversals/h",13}{"most",6}");
        foreach (var result in results)
        {
            output.WriteLine(
                $"{result.Name,-12}{result.ViolationShare * 100,10:F3}{Of(result.Waits, 0.5),8:F2}{Of(result.Waits, 0.99),8:F2}"
                + $"{result.ReplicaSeconds,12:F0}{result.ReplicaSeconds / least,7:F2}{result.ReversalsPerHour,13:F1}{result.MostReplicas,6}");
        }
    }

    private static double Of(Histogram waits, double share) => waits.Percentile(share) / 1e9;
}
