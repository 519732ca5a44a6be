namespace OrleansInference.Drills.Reports;

/// <summary>Reports for people: a line for each drill with what it missed below, and a table (of Markdown) at the end.</summary>
internal static class ReportText
{
    public static IEnumerable<string> Lines(DrillReport report)
    {
        var misses = report.Misses();
        yield return $"{(misses.Count == 0 ? "ok    " : "MISSED")} {report.Name}: {report.Sent} sent, {report.Answered} answered ({report.Moved} at the second door), {report.Failed} failed, " +
            $"{report.Lost} lost, {report.Stuck} stuck; p99 {Time(report.P99Before)} before, {Time(report.P99During)} during, {Time(report.P99After)} after; {report.DoubleLoads} loaded twice";
        foreach (var back in report.Backs) yield return $"         {back}";
        foreach (var note in report.Notes) yield return $"         {note}";
        foreach (var error in report.Errors()) yield return $"         {error}";
        foreach (var miss in misses) yield return $"         missed: {miss}";
    }

    public static IEnumerable<string> Table(IReadOnlyList<DrillReport> reports)
    {
        yield return "| drill | sent | answered | at the second door | failed | lost | stuck | p99 before | during | after | p99 back after | loaded twice |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (var report in reports)
            yield return $"| {report.Name} | {report.Sent} | {report.Answered} | {report.Moved} | {report.Failed} | {report.Lost} | {report.Stuck} | {Time(report.P99Before)} " +
                $"| {Time(report.P99During)} | {Time(report.P99After)} | {Back(report)} | {report.DoubleLoads} |";
    }

    private static string Back(DrillReport report)
    {
        var judged = report.Backs.Where(back => back.Event.Goal is not null).ToList();
        return judged.Count == 0 ? "" : judged.Any(back => back.Seconds is null) ? "not" : $"{judged.Max(back => back.Seconds):0.0} s";
    }

    private static string Time(double seconds) => double.IsInfinity(seconds) ? "none" : seconds < 0.1 ? $"{seconds * 1000:0.0} ms" : $"{seconds:0.00} s";
}
