namespace OrleansInference.Cli.Bench;

/// <summary>Draws a histogram with text: a row's first duration, a bar, how many requests, and their share.</summary>
internal static class LatencyChart
{
    private const string Eighths = " ▏▎▍▌▋▊▉";
    private const char Full = '█';
    private const int NarrowestBar = 8;
    private const int WidestBar = 100;

    /// <param name="output">Gets a line a row.</param>
    /// <param name="rows">What to draw.</param>
    /// <param name="columns">The width to fill; at least that of the figures and a short bar is taken.</param>
    public static void Write(TextWriter output, IReadOnlyList<LatencyRow> rows, int columns)
    {
        if (rows.Count == 0)
            return;
        var (most, all) = (rows.Max(row => row.Count), rows.Sum(row => row.Count));
        var labels = rows.Select(row => DurationText.Of(row.From)).ToList();
        var counts = rows.Select(row => row.Count.ToString()).ToList();
        var shares = rows.Select(row => $"{100.0 * row.Count / all:F1} %").ToList();
        var (labelWidth, countWidth, shareWidth) = (Widest(labels), Widest(counts), Widest(shares));
        var barWidth = Math.Clamp(columns - labelWidth - countWidth - shareWidth - 8, NarrowestBar, WidestBar);
        for (var i = 0; i < rows.Count; i++)
        {
            var bar = Bar((double)rows[i].Count / most, barWidth).PadRight(barWidth);
            output.WriteLine($"  {labels[i].PadLeft(labelWidth)}  {bar}  {counts[i].PadLeft(countWidth)}  {shares[i].PadLeft(shareWidth)}");
        }
    }

    // Rounded up to an eighth of a column, so that one request in a million is still seen.
    private static string Bar(double share, int width)
    {
        var eighths = (int)Math.Ceiling(share * width * 8);
        var rest = eighths % 8;
        return new string(Full, eighths / 8) + (rest > 0 ? Eighths[rest] : "");
    }

    private static int Widest(List<string> texts) => texts.Max(text => text.Length);
}
