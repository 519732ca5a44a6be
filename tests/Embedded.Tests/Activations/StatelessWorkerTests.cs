using OrleansInference.Engine.Tests.Grains;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Activations;

public sealed class StatelessWorkerTests
{
    [Fact]
    public void Another_worker_is_made_only_when_all_are_busy_and_never_more_than_the_maximum() => Run(async (cluster, silos, journal) =>
    {
        var worker = silos[0].GrainFactory.GetGrain<IWorkerGrain>("w");
        journal.Open("free");
        Assert.Equal(await worker.Pass("free"), await worker.Pass("free"));
        Assert.Equal(1, silos[0].ActivationCount);

        var busy = Enumerable.Range(0, 5).Select(i => worker.Pass($"held {i}")).ToArray();
        await journal.Until("in held 1");
        await Task.Delay(TimeSpan.FromSeconds(5), cluster.TimeProvider);
        Assert.Equal(2, silos[0].ActivationCount);
        Assert.DoesNotContain("in held 2", journal.Entries);
        for (var i = 0; i < 5; i++) journal.Open($"held {i}");
        Assert.Equal(2, (await Task.WhenAll(busy)).Distinct().Count());
    });

    [Fact]
    public void Idle_workers_stay_where_the_attribute_says_so_and_go_otherwise() => Run(async (cluster, silos, _) =>
    {
        await silos[0].GrainFactory.GetGrain<IFleetingWorkerGrain>("f").Nothing();
        await silos[0].GrainFactory.GetGrain<IWorkerGrain>("w").Where();
        Assert.Equal(2, silos[0].ActivationCount);
        await Task.Delay(TimeSpan.FromSeconds(3), cluster.TimeProvider);
        Assert.Equal(1, silos[0].ActivationCount);
        await silos[0].GrainFactory.GetGrain<IFleetingWorkerGrain>("f").Nothing();
        Assert.Equal(2, silos[0].ActivationCount);
    });

    private static void Run(Func<SimulatedCluster, SimulatedSilo[], Journal, Task> body)
    {
        using var cluster = new SimulatedCluster(seed: 3);
        var journal = new Journal(cluster.TimeProvider);
        for (var i = 0; i < 2; i++) cluster.AddSilo(builder => builder.Services.AddSingleton(journal));
        cluster.Run(() => body(cluster, [.. cluster.Silos], journal));
    }
}
