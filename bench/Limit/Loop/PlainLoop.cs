using System.Diagnostics;

namespace OrleansInference.Bench;

/// <summary>A model in a plain loop over libtorch: no server, no queue, batches that were made before.</summary>
internal sealed class PlainLoop(string program, LoopWay way) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<LoopCaller> _callers = [.. Enumerable.Range(0, way.Callers).Select(_ => new LoopCaller(program, way))];

    public LoopWay Way => way;

    public async Task WarmUpAsync(Batch batch) => await Task.WhenAll(_callers.Select(caller => caller.WarmUpAsync(batch)));

    /// <summary>
    /// Runs the batches in turn, for at least <paramref name="least"/> and then to the end of a cycle, so that each is run equally often.
    /// </summary>
    public async Task<LoopResult> RunAsync(IReadOnlyList<Batch> batches, TimeSpan least)
    {
        var (taken, ended) = (0, false);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(_callers.Select(caller => caller.RunAsync(batches, Take)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var items = batches.Sum(batch => (long)batch.Items) * (taken / batches.Count);
        return new LoopResult(items / seconds, (Environment.CpuUsage.TotalTime - cpu) / taken);

        int Take()
        {
            lock (_lock)
            {
                ended |= taken > 0 && taken % batches.Count == 0 && Stopwatch.GetElapsedTime(started) >= least;
                return ended ? -1 : taken++ % batches.Count;
            }
        }
    }

    public void Dispose() => _callers.ForEach(caller => caller.Dispose());
}
