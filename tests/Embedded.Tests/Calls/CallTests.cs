using OrleansInference.Embedded.Tests.Grains;

namespace OrleansInference.Embedded.Tests.Calls;

public sealed class CallTests : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster = new InProcessTestClusterBuilder(2).Build();

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Results_come_back_for_tasks_and_value_tasks()
    {
        var grain = _cluster.Client.GetGrain<IEchoGrain>("a");
        await grain.Nothing();
        Assert.Equal("hello", await grain.Echo("hello"));
        Assert.Equal(5, await grain.Add(2, 3));
        Assert.Equal("a", await grain.Key());
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_as_it_was_thrown()
    {
        var grain = _cluster.Client.GetGrain<IEchoGrain>("a");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Fail("boom"));
        Assert.Equal("boom", error.Message);
    }

    [Fact]
    public async Task A_grain_is_active_once_in_the_cluster()
    {
        var places = new HashSet<SiloAddress>();
        foreach (var silo in _cluster.Silos)
            places.Add(await silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("one").Where());
        Assert.Single(places);
    }
}
