namespace OrleansInference.Bench;

/// <summary>Finds how a plain loop is fastest: which batches, and how the processors share them.</summary>
/// <param name="program">Its file.</param>
/// <param name="workload">What is asked of it.</param>
/// <param name="probe">How long each is tried.</param>
/// <param name="progress">Told of each.</param>
internal sealed class LoopSearch(string program, Workload workload, TimeSpan probe, TextWriter progress)
{
    /// <summary>Where larger batches are this much slower than the best, still larger ones are not tried, if they take long.</summary>
    private const double Hopeless = 0.8;

    private static readonly int[] Sizes = [1, 2, 4, 8, 16, 32, 64];
    private static readonly long[] ElementBudgets = [512, 1024, 2048, 4096];

    /// <summary>Everything that was tried.</summary>
    public List<LoopCandidate> Candidates { get; } = [];

    /// <summary>The fastest. Its loop is the caller's to dispose of.</summary>
    public async Task<(PlainLoop Loop, LoopCandidate Best)> FindAsync()
    {
        foreach (var way in LoopWay.All)
            await TryAsync(way, Series());
        // Small models are tried throughout, since the cost of every size is asked for; others with their best batches.
        foreach (var optimization in LoopCaller.Optimizations(program))
            await TryAsync((workload.IsSmall ? LoopWay.CallerEach : Best.Way) with { Optimization = optimization }, workload.IsSmall ? Series() : [[Best.Packing]]);

        var best = Best;
        progress.WriteLine($"{workload.Model}: the loop is fastest with {best.Packing.Name}, {best.Way}");
        var fastest = new PlainLoop(program, best.Way);
        await fastest.WarmUpAsync(best.Batches[0]);
        await fastest.RunAsync(best.Batches, TimeSpan.Zero); // each length once
        return (fastest, best);
    }

    /// <summary>The processor time of passes as the server runs them, one thread each and all processors busy; the least of what was tried.</summary>
    public PassCost Cost() => new(Candidates
        .Where(candidate => candidate.Way with { Optimization = null } == LoopWay.CallerEach)
        .GroupBy(candidate => candidate.Packing.MostItems, candidate => candidate.Result.CpuPerPass.TotalMicroseconds)
        .Select(size => (size.Key, size.Min())));

    private LoopCandidate Best => Candidates.MaxBy(candidate => candidate.Result.ItemsPerSecond)!;

    private IEnumerable<IEnumerable<Packing>> Series() => workload.IsMixed
        ? [Sizes.Select(Packing.Sorted), ElementBudgets.Select(Packing.SortedByElements)]
        : [Sizes.Select(Packing.Equal)];

    private async Task TryAsync(LoopWay way, IEnumerable<IEnumerable<Packing>> allSeries)
    {
        using var loop = new PlainLoop(program, way);
        await loop.RunAsync(Packing.Sorted(1).Form(workload.Requests), TimeSpan.Zero);
        foreach (var series in allSeries)
            await TryAsync(loop, series);
    }

    private async Task TryAsync(PlainLoop loop, IEnumerable<Packing> series)
    {
        var best = 0.0;
        foreach (var packing in series)
        {
            var batches = packing.Form(workload.Requests);
            await loop.WarmUpAsync(batches[^1]);
            var result = await loop.RunAsync(batches, probe);
            Candidates.Add(new LoopCandidate(loop.Way, packing, batches, result));
            progress.WriteLine($"{workload.Model}: {loop.Way}, {packing.Name}: {result.ItemsPerSecond:F1} items/s");
            best = Math.Max(best, result.ItemsPerSecond);
            if (!workload.IsSmall && result.ItemsPerSecond < Hopeless * best)
                return;
        }
    }
}
