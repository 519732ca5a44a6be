using System.Diagnostics;
using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>Callers that call again as soon as they have their answer.</summary>
internal static class CallLoop
{
    /// <param name="processorTime">Of every process that takes part.</param>
    public static async Task<CallRun> RunAsync(Func<Task> call, int callers, TimeSpan duration, Func<TimeSpan> processorTime)
    {
        var used = processorTime();
        var (allocated, started) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var until = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(call, until))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = latencies[0];
        foreach (var other in latencies.Skip(1)) all.Add(other);
        return new CallRun(
            all.Percentile(0.5) / 1e3, all.Percentile(0.99) / 1e3, all.Count / elapsed.TotalSeconds, (processorTime() - used).TotalMicroseconds / all.Count, (GC.GetTotalAllocatedBytes() - allocated) / 1e3 / all.Count);
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
