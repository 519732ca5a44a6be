namespace OrleansInference.Bench;

/// <summary>Latency at a share of what the replicas can do, against one central queue with the same requests at the same times.</summary>
/// <param name="load">The share, from 0 to 1.</param>
internal sealed class LatencyCase(RoutingOptions options, double load) : IRoutingCase
{
    private static readonly RequestMix Mix = RequestMix.OneInTen;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, LatencySamples> _samples = options.Ways.ToDictionary(way => way.Name, _ => new LatencySamples());
    private readonly LatencySamples _central = new();

    public string Name => $"{load:P0} load";

    /// <summary>The central queue first, then each way.</summary>
    public IEnumerable<(string Name, LatencySamples Samples)> Rows =>
        [("central queue", _central), .. options.Ways.Select(way => (way.Name, _samples[way.Name]))];

    public async Task MeasureAsync(RoutingWay way, int round)
    {
        var plan = new LoadPlan
        {
            RequestsPerSecond = load * options.Capacity(Mix),
            PoissonSeed = round + 1,
            Connections = options.Connections,
            WarmUp = options.WarmUp,
            Duration = options.Duration,
            Timeout = Timeout,
        };
        var schedule = RequestSchedule.Draw(Mix, plan.RequestsPerSecond.Value, plan.PoissonSeed.Value, (plan.WarmUp + plan.Duration).TotalSeconds);
        if (_central.Rounds == round)
            _central.Add(schedule.Central(options.Slowness, plan.WarmUp.TotalSeconds));
        _samples[way.Name].Add(await RoutingRun.RunAsync(way, plan, schedule));
    }

    public void Write(TextWriter output)
    {
        var slow = options.Slowness[^1] == 1 ? "" : $", one of the replicas {options.Slowness[^1]:0.#} times slower";
        output.WriteLine($"{Name}: {load * options.Capacity(Mix):F1} requests/s of 10 ms, and 100 ms for one in ten{slow}; {_central.All.Count} requests to each");
        output.WriteLine($"  {"",-22}{"p50 ms",24}{"p99 ms",26}{"p99.9 ms",26}{"p99",8}{"p99.9",8}{"failed",8}{"late µs",9}{"sent µs",9}");
        foreach (var (name, samples) in Rows)
            output.WriteLine($"  {name,-22}{samples.Text(0.5),24}{samples.Text(0.99),26}{samples.Text(0.999),26}"
                + $"{samples.Ratio(_central, 0.99),8:F2}{samples.Ratio(_central, 0.999),8:F2}{samples.Failed,8}{samples.LateMicroseconds,9:F0}{samples.SentLateMicroseconds,9:F0}");
        if (!_samples.TryGetValue(RoutingWay.Ours, out var ours) || options.Ways.Count < 2)
            return;
        var others = options.Ways.Where(way => way.Name != RoutingWay.Ours).Select(way => $"{way.Name} {_samples[way.Name].Ratio(ours, 0.999):F2}");
        output.WriteLine($"  p99.9 as a multiple of that of {RoutingWay.Ours}: {string.Join(", ", others)}");
    }
}
