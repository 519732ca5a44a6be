using System.Diagnostics;
using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>
/// Open loop over mixed lengths: the latencies of the server against those of <see cref="IdealQueue"/>, which is given the same arrivals and,
/// as service times, what each request takes alone in the plain loop.
/// </summary>
/// <param name="load">A share of the measured saturation.</param>
internal sealed class OpenLimit(LimitOptions options, ServerUnderTest server, double load, TextWriter output, TextWriter progress)
{
    private const int Connections = 256;
    private const int ServicePasses = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly double[] Shares = [0.5, 0.99];

    private readonly Workload _workload = Workload.Find("encoder")!;

    public async Task RunAsync()
    {
        var (alone, busy) = (await ServiceSecondsAsync(callers: 1), await ServiceSecondsAsync(options.Replicas));
        var saturation = new List<double>();
        var measured = new List<Histogram>();
        var (idealAlone, idealBusy) = (new List<Histogram>(), new List<Histogram>());
        var runs = new ServerRuns(options, server, _workload);
        for (var i = 0; i <= options.Rounds; i++)
            saturation.Add((await runs.LargeAsync()).Rate);
        saturation.RemoveAt(0); // the warm-up
        var rate = load * Spread.MedianOf(saturation);
        for (var round = 0; round < options.Rounds; round++)
        {
            progress.WriteLine($"open: round {round + 1} of {options.Rounds}");
            var plan = Plan(rate, round + 1);
            measured.Add(Measure(plan));
            idealAlone.Add(Ideal(plan, alone));
            idealBusy.Add(Ideal(plan, busy));
        }

        output.WriteLine($"encoder, 64 lengths from 16 to 512 in turn; saturation {Spread.Of(saturation).Text("F1")} items/s; Poisson arrivals at {rate:F1}/s ({load:P0})");
        output.WriteLine($"ideal: one first-come queue, {options.Replicas} servers, the same arrivals, measured service times of single requests");
        output.WriteLine($"service time, ms: {alone.Average() * 1e3:F1} alone, {busy.Average() * 1e3:F1} with {options.Replicas} at once (means)");
        Row("server", measured, null);
        Row("ideal, by the times alone", idealAlone, measured);
        Row($"ideal, by the times of {options.Replicas} at once", idealBusy, measured);
    }

    private LoadPlan Plan(double rate, int seed) => new()
    {
        RequestsPerSecond = rate,
        PoissonSeed = seed,
        Connections = Connections,
        WarmUp = options.Duration / 2,
        Duration = options.Duration * 4, // Percentiles want more requests than a rate does.
        Timeout = Timeout,
    };

    private Histogram Measure(LoadPlan plan)
    {
        var next = -1;
        var result = LoadRun.Run(
            plan,
            () => new ClientConnection(token => server.Client.InferAsync(_workload.Request(Interlocked.Increment(ref next)), token)),
            new SystemLoadClock());
        if (result.ErrorCount > 0)
            throw new InvalidDataException($"{result.ErrorCount} requests failed: {string.Join(", ", result.Errors.Keys)}");
        return result.Latency;
    }

    private Histogram Ideal(LoadPlan plan, double[] service)
    {
        var warmUp = plan.WarmUp.TotalSeconds;
        var arrivals = new List<double>();
        var due = 0.0;
        foreach (var gap in OpenArrivals.PoissonGaps(plan.RequestsPerSecond!.Value, plan.PoissonSeed!.Value))
        {
            if (due >= warmUp + plan.Duration.TotalSeconds)
                break;
            arrivals.Add(due);
            due += gap / 1e9;
        }

        var latencies = IdealQueue.Latencies(arrivals, request => service[request % service.Length], options.Replicas);
        var histogram = new Histogram();
        for (var i = 0; i < latencies.Length; i++)
        {
            if (arrivals[i] >= warmUp)
                histogram.Record((long)(latencies[i] * 1e9));
        }

        return histogram;
    }

    private void Row(string title, List<Histogram> latencies, List<Histogram>? server)
    {
        var line = $"  {title,-34}";
        foreach (var share in Shares)
        {
            var spread = Milliseconds(latencies, share);
            var ratio = server is null ? "" : $"{Milliseconds(server, share).Median / spread.Median:F2}";
            line += $"p{share * 100} {spread.Text("F1"),24} ms{ratio,6}   ";
        }

        output.WriteLine(line.TrimEnd() + (server is null ? "" : "   (ratios: the server to this)"));
    }

    private static Spread Milliseconds(List<Histogram> latencies, double share) =>
        Spread.Of(latencies.ConvertAll(latency => latency.Percentile(share) / 1e6));

    /// <summary>The median time of each request of the workload in a batch of its own.</summary>
    private async Task<double[]> ServiceSecondsAsync(int callers)
    {
        var times = new List<double>[_workload.Requests.Length];
        var batches = Packing.InOrder(1).Form(_workload.Requests);
        var loops = Enumerable.Range(0, callers).Select(_ => new LoopCaller(options.Program(_workload.Model), new LoopWay(callers, Threads: 1))).ToList();
        await Task.WhenAll(loops.Select(loop => loop.WarmUpAsync(batches[0])));
        await Task.WhenAll(loops.Select((loop, caller) => Task.Run(() => TimeAsync(loop, caller))));
        loops.ForEach(loop => loop.Dispose());
        return Array.ConvertAll(times, Spread.MedianOf);

        // Each caller starts elsewhere, so that they don't all have the long ones at once; the first one's times count.
        async Task TimeAsync(LoopCaller loop, int caller)
        {
            for (var i = 0; i < batches.Count * ServicePasses; i++)
            {
                var index = (i + (caller * batches.Count / callers)) % batches.Count;
                var left = 1;
                var started = Stopwatch.GetTimestamp();
                await loop.RunAsync(batches, () => left-- > 0 ? index : -1);
                if (caller == 0)
                    (times[index] ??= []).Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }
    }
}
