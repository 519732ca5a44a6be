namespace OrleansInference.Bench;

/// <summary>The most requests a second, each of 10 ms, with four times as many callers as replicas, each of whom sends as soon as it has its answer.</summary>
internal sealed class SaturationCase(RoutingOptions options) : IRoutingCase
{
    private const int CallersPerReplica = 4;
    private static readonly RequestMix Mix = RequestMix.Short;
    private static readonly RequestSchedule Requests = new([0], [false], Mix);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, List<RoutingRun>> _runs = options.Ways.ToDictionary(way => way.Name, _ => new List<RoutingRun>());

    public string Name => "saturation";

    public async Task MeasureAsync(RoutingWay way, int round)
    {
        var plan = new LoadPlan
        {
            Connections = CallersPerReplica * options.Slowness.Count,
            WarmUp = options.WarmUp,
            Duration = options.Duration,
            Timeout = Timeout,
        };
        _runs[way.Name].Add(await RoutingRun.RunAsync(way, plan, Requests));
    }

    public void Write(TextWriter output)
    {
        var capacity = options.Capacity(Mix);
        output.WriteLine($"{Name}: requests of 10 ms, {CallersPerReplica * options.Slowness.Count} callers; {capacity:F0}/s at most");
        output.WriteLine($"  {"",-22}{"requests/s",26}{"of most",10}{"failed",8}{"late µs",9}");
        foreach (var way in options.Ways)
        {
            var runs = _runs[way.Name];
            var rate = Spread.Of(runs.ConvertAll(run => run.Result.RequestsPerSecond));
            output.WriteLine($"  {way.Name,-22}{rate.Text("F1"),26}{rate.Median / capacity,10:P1}{runs.Sum(run => run.Result.ErrorCount),8}{runs.Average(run => run.LateMicroseconds),9:F0}");
        }
    }
}
