using System.Globalization;

namespace OrleansInference.Bench;

/// <summary>A sweep as comma-separated values: a line for each server and rate, with the medians over the rounds.</summary>
internal static class SweepTable
{
    private const string Head = "server,offered_per_second,p50_ms,p99_ms,bound_ms";

    public static string Format(SweepReport report) => string.Join('\n',
        [
            Head,
            .. from series in report.Series
               from point in series.Points
               select FormattableString.Invariant(
                   $"{series.Name},{point.Rate:R},{point.P50Spread.Median:R},{point.P99Spread.Median:R},{report.Bound:R}"),
            "",
        ]);

    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public static LatencyPanel Parse(string title, string table)
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [Head, _, ..])
            throw new InvalidDataException($"The table for '{title}' should begin with '{Head}' and have a line for each point.");
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToList();
        return new LatencyPanel(
            title,
            Number(rows[0][4]),
            [.. rows.GroupBy(row => row[0]).Select(server => new LatencySeries(
                server.Key, [.. server.Select(row => new LatencyPoint(Number(row[1]), Number(row[2]), Number(row[3])))]))]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
