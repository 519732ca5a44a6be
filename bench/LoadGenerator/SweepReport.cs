namespace OrleansInference.Bench;

/// <summary>What a sweep gave.</summary>
/// <param name="Series">The first is compared to the second.</param>
/// <param name="Bound">Of p99, in milliseconds.</param>
internal sealed record SweepReport(IReadOnlyList<SweepSeries> Series, double Bound)
{
    public void WriteText(TextWriter output)
    {
        output.WriteLine($"Medians, lowest and highest in brackets. One request alone, median: {List(series => $"{series.Name} {series.Alone:F2} ms")}.");
        foreach (var series in Series)
        {
            output.WriteLine();
            output.WriteLine($"{series.Name,-12}{"offered/s",10}{"p50 ms",28}{"p99 ms",30}");
            foreach (var point in series.Points)
                output.WriteLine($"{"",-12}{point.Rate,10:F1}{point.P50Spread.Text("F2"),28}{point.P99Spread.Text("F2"),30}");
            output.WriteLine($"{"",-12}{series.Most,10:F1}   in a closed loop");
        }

        var (first, second) = (Series[0].Sustained(Bound), Series[1].Sustained(Bound));
        output.WriteLine();
        output.WriteLine($"requests/s with p99 within {Bound:F1} ms: {List(series => $"{series.Name} {series.Sustained(Bound).Text("F1")}")}");
        output.WriteLine(second.Median > 0 ? $"{Series[0].Name}/{Series[1].Name}: {first.Median / second.Median:F2}" : $"{Series[1].Name} does not keep the bound at any rate.");
    }

    private string List(Func<SweepSeries, string> text) => string.Join(", ", Series.Select(text));
}
