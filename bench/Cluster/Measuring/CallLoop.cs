using System.Diagnostics;
using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>Callers that call again as soon as they have their answer.</summary>
internal static class CallLoop
{
    public static async Task<CallRun> RunAsync(Func<Task> call, int callers, TimeSpan duration)
    {
        var (allocated, started) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var until = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(call, until))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = latencies[0];
        foreach (var other in latencies.Skip(1)) all.Add(other);
        return new CallRun(
            all.Percentile(0.5) / 1e3, all.Percentile(0.99) / 1e3, all.Count / elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes() - allocated) / 1e3 / all.Count);
    }

    private static async Task<Histogram> CallAsync(Func<Task> call, long until)
    {
        var latencies = new Histogram();
        for (long now = Stopwatch.GetTimestamp(), then; now < until; now = then)
        {
            await call();
            then = Stopwatch.GetTimestamp();
            latencies.Record((long)Stopwatch.GetElapsedTime(now, then).TotalNanoseconds);
        }
        return latencies;
    }
}
