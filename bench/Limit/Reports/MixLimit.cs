namespace OrleansInference.Bench;

/// <summary>
/// Mixed lengths: the server's batches against batches in arrival order, each padded to its longest, in a plain loop without any server;
/// and the server given requests that their callers filled up to the longest length there can be.
/// </summary>
internal sealed class MixLimit(LimitOptions options, ServerUnderTest server, TextWriter output, TextWriter progress)
{
    private static readonly int[] Sizes = [2, 4, 8, 16];

    private readonly Workload _workload = Workload.Find("encoder")!;

    public async Task RunAsync()
    {
        using var loop = new PlainLoop(options.Program(_workload.Model), LoopWay.CallerEach);
        var packings = Sizes.Select(size => (Size: size, Batches: Packing.InOrder(size).Form(_workload.Requests), Rates: new List<double>())).ToList();
        await loop.WarmUpAsync(packings[0].Batches[0]);
        await loop.RunAsync(packings[0].Batches, TimeSpan.Zero);
        var (own, filledUp) = (new List<ServerRound>(), new List<ServerRound>());
        var runs = new ServerRuns(options, server, _workload);
        var filledUpRuns = new ServerRuns(options, server, Workload.FilledUp());
        await runs.LargeAsync(); // a warm-up
        await Rounds.RunAsync("mix", options.Rounds, [
            async () => own.Add(await runs.LargeAsync()),
            .. packings.Select(packing => (Func<Task>)(async () => packing.Rates.Add((await loop.RunAsync(packing.Batches, options.Duration)).ItemsPerSecond))),
            async () => filledUp.Add(await filledUpRuns.LargeAsync()),
        ], progress);

        var ours = Spread.Of(own.ConvertAll(round => round.Rate));
        output.WriteLine($"encoder, 64 lengths from 16 to 512 in turn, items/s; {LoopWay.CallerEach} in the loop");
        Row("server", ours, ours);
        output.WriteLine($"  its mean batch {Spread.Of(own.ConvertAll(round => round.MeanBatch)).Text("F1")}");
        foreach (var packing in packings)
            Row($"arrival order, batches of {packing.Size} padded to the longest", ours, Spread.Of(packing.Rates));
        Row("server, each request filled up to 512 by its caller", ours, Spread.Of(filledUp.ConvertAll(round => round.Rate)));
    }

    private void Row(string title, Spread ours, Spread rate) =>
        output.WriteLine($"  {title,-54}{rate.Text("F1"),24}{(ours == rate ? "" : $"   the server has {ours.Median / rate.Median:F2} times that")}");
}
