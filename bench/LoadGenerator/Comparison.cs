namespace OrleansInference.Bench;

/// <summary>
/// Loads two targets with the same plans in turn, round by round, so that what changes on the machine meanwhile meets both; the
/// order alternates. Prints medians over the rounds.
/// </summary>
internal sealed class Comparison(string firstName, Func<ILoadConnection> first, string secondName, Func<ILoadConnection> second, ILoadClock clock)
{
    private static readonly (string Name, Func<LoadResult, double> Value)[] Metrics =
    [
        ("requests/s", result => result.RequestsPerSecond),
        ("p50 µs", result => result.Latency.Percentile(0.5) / 1e3),
        ("p90 µs", result => result.Latency.Percentile(0.9) / 1e3),
        ("p99 µs", result => result.Latency.Percentile(0.99) / 1e3),
        ("p99.9 µs", result => result.Latency.Percentile(0.999) / 1e3),
        ("max µs", result => result.Latency.Max / 1e3),
        ("sent late p99 µs", result => result.Lag.Percentile(0.99) / 1e3),
        ("failed", result => result.ErrorCount),
    ];

    public void Run(IReadOnlyList<LoadPlan> plans, int rounds, TextWriter output, TextWriter progress)
    {
        WarmUp(plans[^1]);
        var results = plans.Select(_ => (First: new List<LoadResult>(), Second: new List<LoadResult>())).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < plans.Count; i++)
            {
                progress.WriteLine($"round {round + 1} of {rounds}: {plans[i]}");
                if (round % 2 == 1)
                    results[i].Second.Add(LoadRun.Run(plans[i], second, clock));
                results[i].First.Add(LoadRun.Run(plans[i], first, clock));
                if (round % 2 == 0)
                    results[i].Second.Add(LoadRun.Run(plans[i], second, clock));
            }
        }

        output.WriteLine($"Medians of {rounds} interleaved rounds of {plans[0].Duration.TotalSeconds:0.#} s, lowest and highest in brackets.");
        for (var i = 0; i < plans.Count; i++)
            Write(output, plans[i], results[i].First, results[i].Second);
    }

    // Before the first round both compile their code and open their pools under the fullest load of all.
    private void WarmUp(LoadPlan plan)
    {
        if (plan.WarmUp <= TimeSpan.Zero)
            return;
        LoadRun.Run(plan with { WarmUp = TimeSpan.Zero, Duration = plan.WarmUp }, first, clock);
        LoadRun.Run(plan with { WarmUp = TimeSpan.Zero, Duration = plan.WarmUp }, second, clock);
    }

    private void Write(TextWriter output, LoadPlan plan, List<LoadResult> firsts, List<LoadResult> seconds)
    {
        output.WriteLine();
        output.WriteLine(plan);
        output.WriteLine($"{"",-18}{firstName,28}{secondName,28}{firstName + "/" + secondName,16}");
        foreach (var (name, value) in Metrics)
        {
            var (first, second) = (Spread.Of(firsts.ConvertAll(result => value(result))), Spread.Of(seconds.ConvertAll(result => value(result))));
            var ratio = second.Median > 0 ? (first.Median / second.Median).ToString("F2") : "";
            output.WriteLine($"{name,-18}{first.Text(),28}{second.Text(),28}{ratio,16}");
        }
    }
}
