namespace OrleansInference.Bench;

/// <summary>
/// Loads two servers in turn at shares of what each can do, round by round: latency against offered load, and from it the rate that
/// each sustains with p99 within one bound for both.
/// </summary>
internal sealed class Sweep(
    IReadOnlyList<(string Name, Func<ILoadConnection> Connect)> targets, LoadPlan plan, ILoadClock clock, TextWriter progress)
{
    /// <summary>A bound that waiting dominates, and yet one that callers would take.</summary>
    private const int ServiceTimes = 10;

    /// <summary>Until a server has compiled what it runs often.</summary>
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(2);

    /// <param name="shares">Of each target's throughput in a closed loop, ascending.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="bound">Of p99, in milliseconds; null to derive it.</param>
    public SweepReport Run(IReadOnlyList<double> shares, int rounds, double? bound)
    {
        var closed = plan with { RequestsPerSecond = null, PoissonSeed = null };
        var most = targets.Select(target => Throughput(Load(target, closed with { WarmUp = FirstWarmUp }))).ToList();
        var alone = targets.Select(target => Load(target, closed with { Connections = 1 }).Latency.Percentile(0.5) / 1e6).ToList();
        if (most.Contains(0))
            throw new InvalidDataException("A server answered nothing in the closed loop.");
        var series = targets
            .Select((target, i) => new SweepSeries(target.Name, alone[i], most[i], [.. shares.Select(share => new SweepPoint(share * most[i]))]))
            .ToList();
        for (var round = 0; round < rounds; round++)
        {
            progress.WriteLine($"round {round + 1} of {rounds}");
            for (var point = 0; point < shares.Count; point++)
            {
                for (var i = 0; i < targets.Count; i++)
                {
                    var turn = round % 2 == 0 ? i : targets.Count - 1 - i;
                    var open = plan with { RequestsPerSecond = series[turn].Points[point].Rate, PoissonSeed = round + 1 };
                    series[turn].Points[point].Add(Load(targets[turn], open));
                }
            }
        }

        return new SweepReport(series, bound ?? ServiceTimes * alone.Max());
    }

    /// <summary>
    /// By Little's law: as many requests as connections are there at any time. Counting answers would count the last ones' wait too, which is
    /// seconds for a slow model.
    /// </summary>
    private double Throughput(LoadResult closed) =>
        closed.Latency.Count == 0 ? 0 : plan.Connections * closed.Latency.Count / (closed.Latency.Sum / 1e9);

    private LoadResult Load((string Name, Func<ILoadConnection> Connect) target, LoadPlan load)
    {
        progress.WriteLine($"  {target.Name}: {load}");
        return LoadRun.Run(load, target.Connect, clock);
    }
}
