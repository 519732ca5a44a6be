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

    public sealed class Fixture : EngineFixture
    {
        protected override void Configure(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
            (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1)));
    }
}
