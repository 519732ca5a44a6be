using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests;

/// <summary>Tests that hold for both drivers: one class derives for the thread pool, one for simulated time.</summary>
public abstract class Engine
{
    protected delegate Task Body(IGrainFactory grains, Journal journal);

    protected abstract Task Run(Body body, Action<ISiloBuilder>? configure = null);

    protected static async Task OnThreadPool(Body body, Action<ISiloBuilder>? configure)
    {
        var journal = new Journal(TimeProvider.System);
        await using var cluster = new InProcessTestClusterBuilder(1).ConfigureSilo((_, silo) => Compose(silo, journal, configure)).Build();
        await cluster.DeployAsync();
        await body(cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>(), journal);
    }

    protected static Task InSimulation(Body body, Action<ISiloBuilder>? configure)
    {
        using var cluster = new SimulatedCluster(seed: 5);
        var journal = new Journal(cluster.TimeProvider);
        var silo = cluster.AddSilo(builder => Compose(builder, journal, configure));
        cluster.Run(() => body(silo.GrainFactory, journal));
        return Task.CompletedTask;
    }

    private static void Compose(ISiloBuilder silo, Journal journal, Action<ISiloBuilder>? configure)
    {
        silo.Services.AddSingleton(journal);
        configure?.Invoke(silo);
    }
}
