using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Activations;

public sealed class IdleTests(IdleTests.Fixture engine) : IClassFixture<IdleTests.Fixture>
{
    [Fact]
    public Task An_idle_activation_is_collected_and_told_so() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ILifeGrain>("idle");
        var first = await grain.Activation();
        await journal.Until("deactivated ActivationIdle");
        await journal.Until("disposed");
        Assert.NotEqual(first, await grain.Activation());
    });

    [Fact]
    public Task A_worker_that_is_kept_alive_outlasts_what_has_been_idle_for_less_long() => engine.Run(async (grains, journal) =>
    {
        var worker = grains.GetGrain<IKeptWorkerGrain>("kept");
        var first = await worker.Activation();
        await grains.GetGrain<ILifeGrain>("passing").Activation();
        await journal.Until("deactivated ActivationIdle");
        Assert.Equal(first, await worker.Activation());
    });

    public sealed class Fixture : EngineFixture
    {
        protected override void Configure(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
            (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1)));
    }
}
