using OrleansInference.Embedded.Tests.Grains;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Placement;

public sealed class PlacementTests
{
    [Theory]
    [InlineData("")]
    [InlineData("slow#")]
    public void A_director_decides_for_every_caller(string prefix) => Run(async (cluster, silos) =>
    {
        foreach (var caller in silos)
            foreach (var target in silos)
                Assert.Equal(target.Address, await caller.GrainFactory.GetGrain<IPlacedGrain>(prefix + target.Address.ToParsableString()).Where());
        foreach (var target in silos)
            Assert.Equal(target.Address, await cluster.Client.GetGrain<IPlacedGrain>(prefix + target.Address.ToParsableString()).Where());
        Assert.All(silos, silo => Assert.Equal(1, silo.ActivationCount));
    });

    [Fact]
    public void What_a_director_throws_the_call_throws() => Run(async (_, silos) =>
    {
        var nobody = SiloAddress.FromParsableString("10.9.9.9:1@7");
        var error = await Assert.ThrowsAsync<SiloUnavailableException>(() => silos[0].GrainFactory.GetGrain<IPlacedGrain>(nobody.ToParsableString()).Where());
        Assert.Contains("is not active", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Local_placement_is_on_the_silo_of_the_first_caller() => Run(async (_, silos) =>
    {
        for (var i = 0; i < silos.Length; i++)
        {
            Assert.Equal(silos[i].Address, await silos[i].GrainFactory.GetGrain<ILocalGrain>($"l{i}").Where());
            Assert.Equal(silos[i].Address, await silos[(i + 1) % silos.Length].GrainFactory.GetGrain<ILocalGrain>($"l{i}").Where());
        }
    });

    [Fact]
    public void Random_placement_uses_all_silos_and_one_activation_a_grain() => Run(async (cluster, silos) =>
    {
        var calls = Enumerable.Range(0, 60).SelectMany(i => silos.Select(silo => silo.GrainFactory.GetGrain<IEchoGrain>($"g{i}").Where())).ToArray();
        var places = await Task.WhenAll(calls);
        Assert.All(Enumerable.Range(0, 60), i => Assert.Single(places.Skip(i * 3).Take(3).Distinct()));
        Assert.Equal(3, places.Distinct().Count());
        Assert.Equal(60, silos.Sum(silo => silo.ActivationCount));
    });

    [Fact]
    public void A_strategy_without_a_director_is_an_error_that_says_what_to_add()
    {
        using var cluster = new SimulatedCluster(seed: 4);
        var silo = cluster.AddSilo(_ => { });
        var error = Assert.Throws<SimulationException>(() => cluster.Run(() => silo.GrainFactory.GetGrain<IPlacedGrain>("x").Where()));
        Assert.Contains("AddPlacementDirector<OnSiloStrategy", error.Message, StringComparison.Ordinal);
    }

    private static void Run(Func<SimulatedCluster, SimulatedSilo[], Task> body)
    {
        using var cluster = new SimulatedCluster(seed: 3);
        for (var i = 0; i < 3; i++) cluster.AddSilo(builder => builder.AddPlacementDirector<OnSiloStrategy, OnSiloDirector>());
        cluster.Run(async () =>
        {
            // Until every silo has learnt of every other.
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.TimeProvider);
            await body(cluster, [.. cluster.Silos]);
        });
    }
}
