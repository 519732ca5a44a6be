using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Placement;

public sealed class PlacementTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("")]
    [InlineData("slow#")]
    public Task A_director_decides_for_every_caller(string prefix) => engine.Run(async (silos, _) =>
    {
        foreach (var caller in silos)
            foreach (var target in silos)
                Assert.Equal(target.Address, await caller.Grains.GetGrain<IPlacedGrain>(prefix + target.Address.ToParsableString()).Where());
    });

    [Fact]
    public Task What_a_director_throws_the_call_throws() => engine.Run(async (silos, _) =>
    {
        var nobody = SiloAddress.FromParsableString("10.9.9.9:1@7");
        var error = await Assert.ThrowsAsync<SiloUnavailableException>(() => silos[0].Grains.GetGrain<IPlacedGrain>(nobody.ToParsableString()).Where());
        Assert.Contains("is not active", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public Task Local_placement_is_on_the_silo_of_the_first_caller() => engine.Run(async (silos, _) =>
    {
        for (var i = 0; i < silos.Count; i++)
        {
            Assert.Equal(silos[i].Address, await silos[i].Grains.GetGrain<ILocalGrain>($"l{i}").Where());
            Assert.Equal(silos[i].Address, await silos[(i + 1) % silos.Count].Grains.GetGrain<ILocalGrain>($"l{i}").Where());
        }
    });

    [Fact]
    public Task Random_placement_uses_all_silos_and_one_activation_a_grain() => engine.Run(async (silos, _) =>
    {
        var calls = Enumerable.Range(0, 60).SelectMany(i => silos.Select(silo => silo.Grains.GetGrain<IEchoGrain>($"g{i}").Where())).ToArray();
        var places = await Task.WhenAll(calls);
        Assert.All(places.Chunk(silos.Count), ofOneGrain => Assert.Single(ofOneGrain.Distinct()));
        Assert.Equal(silos.Count, places.Distinct().Count());
    });
}
