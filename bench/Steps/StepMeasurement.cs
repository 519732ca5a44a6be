using System.Diagnostics;

namespace OrleansInference.Bench;

/// <summary>One step, measured with one call at a time and with many.</summary>
/// <param name="isConcurrent">Whether it takes several calls at a time.</param>
internal sealed class StepMeasurement(string name, Func<Task> call, bool isConcurrent = true)
{
    private const int Concurrency = 64;
    private const int Calls = 5_000;
    private const int ConcurrentCalls = 50_000;

    private readonly List<double> _microseconds = [];
    private readonly List<double> _bytes = [];
    private readonly List<double> _callsPerSecond = [];
    private readonly List<double> _processorMicroseconds = [];

    /// <summary>One round.</summary>
    public async Task RunAsync()
    {
        var times = new double[Calls];
        var bytes = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < Calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }
        _bytes.Add((GC.GetTotalAllocatedBytes() - bytes) / (double)Calls);
        _microseconds.Add(Median(times));

        if (!isConcurrent)
            return;
        var left = ConcurrentCalls;
        var used = Environment.CpuUsage.TotalTime;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await call();
        })));
        _callsPerSecond.Add(ConcurrentCalls / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        _processorMicroseconds.Add((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / ConcurrentCalls);
    }

    public override string ToString()
    {
        var one = $"{name,-16} p50 {Median(_microseconds),6:0.0} µs   {Median(_bytes),6:0} bytes";
        return isConcurrent ? $"{one}   with {Concurrency} at a time: {Median(_callsPerSecond),8:0}/s, {Median(_processorMicroseconds):0.0} µs of processor time each" : one;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
