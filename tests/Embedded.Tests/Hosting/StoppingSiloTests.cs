using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Embedded.Tests.Hosting;

public sealed class StoppingSiloTests
{
    [Fact]
    public async Task A_request_that_waits_at_a_silo_that_stops_is_answered_there_or_elsewhere() // Orleans may let it fail
    {
        var journal = new Journal(TimeProvider.System);
        await using var cluster = new InProcessTestClusterBuilder(2)
            .ConfigureSilo((_, silo) => silo
                .Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 1)
                .Services.AddSingleton(journal))
            .Build();
        await cluster.DeployAsync();
        var (first, second) = (cluster.Silos[0], cluster.Silos[1]);
        await Grain(second).Activation();
        var running = Grain(first).Hold("h");
        await journal.Until("holds h");
        var (one, other) = (Grain(first).Activation(), Grain(first).Activation());
        var refused = await Task.WhenAny(one, other); // There is room for one: the other is there.
        await Assert.ThrowsAsync<LimitExceededException>(() => refused);

        var stopped = cluster.StopSiloAsync(second);
        journal.Open("h");
        await running;
        Assert.NotEmpty(await (refused == one ? other : one));
        await stopped;
    }

    private static ILifeGrain Grain(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<ILifeGrain>("waited for");
}
