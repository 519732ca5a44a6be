namespace OrleansInference.Engine.Tests;

/// <summary>
/// Two silos that the tests of a class share, of whichever engine the suite is built for. A test uses keys that no other test of its class
/// uses. (The embedded engine's own suite has a fixture of this name that runs the same tests in simulated time.)
/// </summary>
public class EngineFixture : IAsyncLifetime
{
    private readonly Journal _journal = new(TimeProvider.System);
    private readonly InProcessTestCluster _cluster;

    public EngineFixture() =>
        _cluster = new InProcessTestClusterBuilder(2)
            .ConfigureSilo((_, silo) =>
            {
                silo.Services.AddSingleton(_journal);
                silo.AddPlacementDirector<Placement.OnSiloStrategy, Placement.OnSiloDirector>();
                Configure(silo);
            })
            .Build();

    public async Task InitializeAsync()
    {
        await _cluster.DeployAsync();
        await _cluster.WaitForLivenessToStabilizeAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public Task Run(Func<IGrainFactory, Journal, Task> body) => Run((silos, journal) => body(silos[0].Grains, journal));

    public Task Run(Func<IReadOnlyList<Place>, Journal, Task> body)
    {
        _journal.Clear();
        return body([.. _cluster.Silos.Select(silo => new Place(silo.SiloAddress, silo.ServiceProvider.GetRequiredService<IGrainFactory>()))], _journal);
    }

    protected virtual void Configure(ISiloBuilder silo) { }
}
