namespace OrleansInference.Bench;

/// <summary>Measures case by case, and of each case the ways in turn, round by round.</summary>
internal sealed class RoutingMeasurement(RoutingOptions options, TextWriter output, TextWriter progress)
{
    private static readonly double[] Overloads = [1.5, 2];

    /// <param name="loads">Each <c>saturation</c>, <c>overload</c>, or a share in percent.</param>
    /// <returns>A picture of the latencies; null where no load was a share.</returns>
    public async Task<string?> RunAsync(IEnumerable<string> loads)
    {
        var cases = loads.SelectMany(Cases).ToList();
        foreach (var way in options.Ways)
            await new LatencyCase(options with { Duration = options.WarmUp }, load: 0.7).MeasureAsync(way, round: 0); // each compiles what it runs often
        foreach (var each in cases)
        {
            var round = 0;
            await Rounds.RunAsync(each.Name, options.Rounds, [.. options.Ways.Select(Step)], progress);
            output.WriteLine();
            each.Write(output);

            // Rounds don't tell their number; every way is measured once in each.
            Func<Task> Step(RoutingWay way) => () => each.MeasureAsync(way, round++ / options.Ways.Count);
        }

        var latencies = cases.OfType<LatencyCase>().ToList();
        return latencies.Count == 0 ? null : RoutingPicture.Draw([.. latencies.Select(Panel)]);
    }

    /// <summary>Whether <see cref="RunAsync"/> knows such a load.</summary>
    public static bool IsLoad(string text) => text is "saturation" or "overload" || (double.TryParse(text, out var share) && share is > 0 and < 100);

    private IEnumerable<IRoutingCase> Cases(string load) => load switch
    {
        "saturation" => [new SaturationCase(options)],
        "overload" => Overloads.Select(each => new OverloadCase(options, each)),
        _ => [new LatencyCase(options, double.Parse(load) / 100)],
    };

    private static RoutingPanel Panel(LatencyCase latency) =>
        new(latency.Name, [.. latency.Rows.Select(row => new RoutingBar(row.Name, Of(row.Samples, 0.5), Of(row.Samples, 0.99), Of(row.Samples, 0.999)))]);

    private static double Of(LatencySamples samples, double share) => samples.All.Percentile(share) / 1e6;
}
