namespace OrleansInference.Drills.Load;

/// <summary>The 99th percentile over spans of a drill. A request that was not answered counts as one that took for ever.</summary>
internal sealed class Latencies(IReadOnlyList<RequestRecord> records)
{
    private const double Step = 0.1;
    private const double Window = 1;

    /// <summary>So many times what a second had before is as before: one second's p99 of a hundred requests is its second-latest.</summary>
    private const double AsBefore = 2;

    /// <summary>Latency is back once it stays so for this long.</summary>
    private const double StaysFor = 3;

    /// <summary>Of the requests that were due between two times, in seconds; NaN where there were none.</summary>
    public double P99(double from, double to) => P99(records.Where(record => record.Due >= from && record.Due < to)) ?? double.NaN;

    /// <summary>
    /// How long after an event the p99 of the requests that were under way within a sliding second was at most twice the highest that a second had in the quiet span before, and
    /// stayed so for three seconds; null where it did not until <paramref name="until"/>. Requests that hang count for as long as they do.
    /// </summary>
    public double? BackAfter(double eventAt, double until, double quietFrom, double quietTo)
    {
        var most = AsBefore * Seconds(quietFrom, quietTo).Max(P99At);
        double? since = null;
        foreach (var second in Seconds(eventAt, until))
        {
            if (P99At(second) > most) since = null;
            else since ??= second;
            if (second - since >= StaysFor) break;
        }
        return since - eventAt;
    }

    private static IEnumerable<double> Seconds(double from, double to)
    {
        for (var i = 0; from + (i * Step) + Window <= to; i++) yield return from + (i * Step);
    }

    /// <summary>A second without any request is the worst of all.</summary>
    private double P99At(double second) =>
        P99(records.Where(record => record.Due < second + Window && record.Due + record.Seconds >= second)) ?? double.PositiveInfinity;

    private static double? P99(IEnumerable<RequestRecord> some)
    {
        var latencies = some.Select(record => record.End == RequestEnd.Answered ? record.Seconds : double.PositiveInfinity).Order().ToList();
        return latencies.Count == 0 ? null : latencies[(int)Math.Ceiling(latencies.Count * 0.99) - 1];
    }
}
