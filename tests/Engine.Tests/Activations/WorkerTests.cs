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
        var first = worker.Pass("a");
        await journal.Until("in a");
        var second = worker.Pass("b");
        await journal.Until("in b");
        var (third, fourth) = (worker.Pass("c"), worker.Pass("d"));
        journal.Open("c");
        journal.Open("d");
        Assert.DoesNotContain("in c", journal.Entries);
        Assert.DoesNotContain("in d", journal.Entries);
        journal.Open("a");
        journal.Open("b");

        Assert.Equal(2, (await Task.WhenAll(first, second, third, fourth)).Distinct().Count());
    });
}
