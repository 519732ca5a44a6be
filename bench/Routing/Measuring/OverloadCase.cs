using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>More than the replicas can do, of requests that are all alike, each with a deadline: how much is answered in time, and how soon the others know.</summary>
/// <param name="load">As a multiple of what the replicas can do.</param>
internal sealed class OverloadCase(RoutingOptions options, double load) : IRoutingCase
{
    private static readonly RequestMix Mix = RequestMix.Even;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, List<RoutingRun>> _runs = options.Ways.ToDictionary(way => way.Name, _ => new List<RoutingRun>());

    public string Name => $"overload, {load:P0}";

    public async Task MeasureAsync(RoutingWay way, int round)
    {
        var plan = new LoadPlan
        {
            RequestsPerSecond = load * options.Capacity(Mix),
            PoissonSeed = round + 1,
            Connections = options.Connections,
            WarmUp = options.WarmUp,
            Duration = options.Duration,
            Timeout = Deadline,
        };
        var schedule = RequestSchedule.Draw(Mix, plan.RequestsPerSecond.Value, plan.PoissonSeed.Value, (plan.WarmUp + plan.Duration).TotalSeconds);
        _runs[way.Name].Add(await RoutingRun.RunAsync(way, plan, schedule, Deadline));
    }

    public void Write(TextWriter output)
    {
        var capacity = options.Capacity(Mix);
        output.WriteLine($"{Name}: {load * capacity:F0} requests/s of 20 ms where {capacity:F0} are possible; of no use after {Deadline.TotalMilliseconds:F0} ms");
        output.WriteLine($"  {"",-22}{"in time, of possible",28}{"refused",10}{"p50 ms",10}{"p99 ms",10}{"given up",10}{"sent µs",10}");
        foreach (var way in options.Ways)
        {
            var runs = _runs[way.Name];
            var goodput = Spread.Of(runs.ConvertAll(run => 100 * InTime(run.Result) / options.Duration.TotalSeconds / capacity));
            var (refusals, all) = (Refusals(runs), runs.Sum(run => run.Result.Latency.Count + run.Result.ErrorCount));
            var givenUp = runs.Sum(run => run.Result.ErrorCount) - refusals.Count;
            output.WriteLine($"  {way.Name,-22}{goodput.Text("F1") + " %",28}{(double)refusals.Count / all,10:P1}"
                + $"{refusals.Percentile(0.5) / 1e6,10:F1}{refusals.Percentile(0.99) / 1e6,10:F1}{(double)givenUp / all,10:P1}{runs.Max(run => run.Result.Lag.Percentile(0.99)) / 1e3,10:F0}");
        }
    }

    /// <summary>Answers that came within the deadline, from when each request was due.</summary>
    internal static long InTime(LoadResult result) =>
        result.Latency.Buckets.Where(bucket => bucket.Highest <= Deadline.Ticks * TimeSpan.NanosecondsPerTick).Sum(bucket => bucket.Count);

    /// <summary>What the server answered with an error; the others got no answer before their callers gave up.</summary>
    private static Histogram Refusals(List<RoutingRun> runs)
    {
        var refusals = new Histogram();
        foreach (var (error, latency) in runs.SelectMany(run => run.Result.ErrorLatency))
        {
            if (error.StartsWith("HTTP", StringComparison.Ordinal))
                refusals.Add(latency);
        }

        return refusals;
    }
}
