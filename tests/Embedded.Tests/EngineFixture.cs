using OrleansInference.Simulation;

namespace OrleansInference.Engine.Tests;

/// <summary>Runs the contract's tests in simulated time, each in a cluster of its own.</summary>
public class EngineFixture
{
    public Task Run(Func<IGrainFactory, Journal, Task> body) => Run((silos, journal) => body(silos[0].Grains, journal));

    public Task Run(Func<IReadOnlyList<Place>, Journal, Task> body)
    {
        using var cluster = new SimulatedCluster(seed: 5);
        var journal = new Journal(cluster.TimeProvider);
        for (var i = 0; i < 2; i++) cluster.AddSilo(silo => Compose(silo, journal));
        cluster.Run(async () =>
        {
            // Until each silo has learnt of the other.
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.TimeProvider);
            await body([.. cluster.Silos.Select(silo => new Place(silo.Address, silo.GrainFactory))], journal);
        });
        return Task.CompletedTask;
    }

    protected virtual void Configure(ISiloBuilder silo) { }

    private void Compose(ISiloBuilder silo, Journal journal)
    {
        silo.Services.AddSingleton(journal);
        silo.AddPlacementDirector<Placement.OnSiloStrategy, Placement.OnSiloDirector>();
        Configure(silo);
    }
}
