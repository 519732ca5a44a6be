using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Calls;

public sealed class CallTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public Task Results_come_back_for_tasks_and_value_tasks() => engine.Run(async (grains, _) =>
    {
        var grain = grains.GetGrain<IEchoGrain>("a");
        await grain.Nothing();
        Assert.Equal("hello", await grain.Echo("hello"));
        Assert.Equal(5, await grain.Add(2, 3));
        Assert.Equal("a", await grain.Key());
    });

    [Fact]
    public Task An_exception_reaches_the_caller_as_it_was_thrown() => engine.Run(async (silos, _) =>
    {
        foreach (var caller in silos)
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => caller.Grains.GetGrain<IEchoGrain>("fails").Fail("boom"));
            Assert.Equal("boom", error.Message);
        }
    });

    [Fact]
    public Task A_grain_is_active_once_in_the_cluster() => engine.Run(async (silos, _) =>
    {
        var places = await Task.WhenAll(silos.Select(silo => silo.Grains.GetGrain<IEchoGrain>("one").Where()));
        Assert.Single(places.Distinct());
    });
}
