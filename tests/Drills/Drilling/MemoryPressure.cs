using System.Diagnostics;
using OrleansInference.Client;
using OrleansInference.Drills.Clusters;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Drills.Drilling;

/// <summary>A silo may have 160 MB of managed memory, and its own door gets requests of 48 MB, eight at a time. What becomes of those is told, and not judged; those at the other door go on.</summary>
internal static class MemoryPressure
{
    private const int LargeItems = 48 * 1024 * 1024 / (64 * sizeof(float));
    private const int AtATime = 8;

    public static readonly Drill Drill = new("memory-pressure", "large requests at the door of a silo whose memory is bounded", Plans.Last, Break)
    {
        Silos = [new SiloSpec("one"), new SiloSpec("two"), new SiloSpec("three") { Environment = [("DOTNET_GCHeapHardLimit", "0xA000000")] }],
    };

    private static async Task Break(DrillRun run)
    {
        run.MarkKill("large requests");
        var ends = await Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => Press(run)));
        foreach (var end in ends.SelectMany(each => each).CountBy(end => end)) run.Notes.Add($"{end.Value} large requests: {end.Key}");
        run.MarkKill("the end of the large requests");
        await run.PhaseAsync();
        if (!run.Victim.IsRunning) run.Notes.Add($"{run.Victim.Name} ended with {run.Victim.ExitCode}");
        await run.StartIfEndedAsync(run.Victim);
        await run.PhaseAsync();
    }

    private static async Task<List<string>> Press(DrillRun run)
    {
        using var client = InferenceClient.Create(new InferenceClientOptions { Address = run.Victim.Grpc, MaxRetries = 0 });
        var large = new InferenceRequest
        {
            Model = "digits", TimeLeft = run.Options.Deadline,
            Inputs = [InferenceTensor.Of<float>("image", [LargeItems, 1, 8, 8], new float[LargeItems * 64])],
        };
        List<string> ends = [];
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < run.Options.Phase;)
        {
            try
            {
                await client.InferAsync(large);
                ends.Add("answered");
            }
            catch (InferenceException exception)
            {
                ends.Add(exception.Kind?.ToString() ?? "an internal error");
                await Task.Delay(100);
            }
        }
        return ends;
    }
}
