using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Activations;

public sealed class WorkerTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public Task Workers_are_on_the_silo_of_their_caller() => engine.Run(async (silos, _) =>
    {
        foreach (var silo in silos) Assert.Equal(silo.Address, await silo.Grains.GetGrain<IWorkerGrain>("near").Where());
    });

    [Fact]
    public Task Busy_workers_are_joined_by_others_up_to_the_maximum() => engine.Run(async (grains, journal) =>
    {
        var worker = grains.GetGrain<IWorkerGrain>("busy");
        var calls = new[] { worker.Pass("a"), worker.Pass("b"), worker.Pass("c"), worker.Pass("d") };
        // Which two is open: calls that are not awaited in turn can overtake each other.
        List<Task> inside = [.. "abcd".Select(gate => journal.Until($"in {gate}"))];
        inside.Remove(await Task.WhenAny(inside));
        await await Task.WhenAny(inside);
        Assert.Equal(2, journal.Entries.Count(entry => entry.StartsWith("in ", StringComparison.Ordinal)));
        foreach (var gate in "abcd") journal.Open($"{gate}");
        Assert.Equal(2, (await Task.WhenAll(calls)).Distinct().Count());
    });
}
