using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>What <c>bench/autoscaling</c> hands over.</summary>
internal sealed record AutoscalingOptions
{
    public required ImmutableArray<string> Workloads { get; init; }

    /// <summary>Rules, by name.</summary>
    public required ImmutableArray<string> Rules { get; init; }

    /// <summary>How often each workload is drawn anew; the trace is there but once.</summary>
    public required int Seeds { get; init; }

    /// <summary>Where the trace is.</summary>
    public required string Data { get; init; }

    /// <summary>How much of the workloads' time.</summary>
    public required double Share { get; init; }

    /// <summary>The objective.</summary>
    public required double MaxWaitSeconds { get; init; }

    /// <summary>Where to draw a picture; null for none.</summary>
    public string? Chart { get; init; }

    /// <summary>Null where there are mistakes, which are written.</summary>
    /// <param name="arguments">From the command line.</param>
    /// <param name="defaultSeeds">Unless it says otherwise.</param>
    /// <param name="error">For mistakes.</param>
    /// <param name="furtherRules">Names that are no <see cref="ScalingRules"/>.</param>
    public static AutoscalingOptions? Parse(string[] arguments, int defaultSeeds, TextWriter error, params string[] furtherRules)
    {
        var options = new CommandLineOptions(arguments);
        var parsed = Parse(options, defaultSeeds, furtherRules);
        var mistakes = options.Mistakes();
        foreach (var mistake in mistakes)
            error.WriteLine(mistake);
        return mistakes.Count > 0 ? null : parsed;
    }

    /// <summary>The seeds of a workload.</summary>
    public IEnumerable<int> SeedsOf(string workload) => Enumerable.Range(1, ScalingWorkloads.IsDrawn(workload) ? Seeds : 1);

    private static AutoscalingOptions Parse(CommandLineOptions options, int defaultSeeds, string[] furtherRules) => new()
    {
        Workloads = Known(options, "--workload", ScalingWorkloads.Names, name => ScalingWorkloads.Names.Contains(name), string.Join(", ", ScalingWorkloads.Names)),
        Rules = Known(
            options, "--only", [.. furtherRules, .. ScalingRules.Defaults], name => furtherRules.Contains(name) || ScalingRules.IsKnown(name),
            string.Join(", ", [.. furtherRules, "ours, knative, hpa, ray or fixed, with :NUMBER for another target"])),
        Seeds = (int)options.Number("--seeds", defaultSeeds, 1, 1000),
        Data = options.Text("--data") ?? "../shared/data",
        Share = options.Number("--share", 1, 0.01, 1),
        MaxWaitSeconds = options.Number("--objective", 1, 0, 3600),
        Chart = options.Text("--chart"),
    };

    private static ImmutableArray<string> Known(CommandLineOptions options, string name, ImmutableArray<string> otherwise, Func<string, bool> isKnown, string expected)
    {
        if (options.Text(name) is not { } text)
            return otherwise;
        ImmutableArray<string> chosen = [.. text.Split(',')];
        foreach (var unknown in chosen.Where(each => !isKnown(each)))
            options.Mistake($"{name} '{unknown}': expected {expected}");
        return chosen;
    }
}
