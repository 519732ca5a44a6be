using OrleansInference.Engine.Tests.Placement;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Placement;

public sealed class MissingDirectorTests
{
    [Fact]
    public void A_strategy_without_a_director_is_an_error_that_says_what_to_add()
    {
        using var cluster = new SimulatedCluster(seed: 4);
        var silo = cluster.AddSilo(_ => { });
        var error = Assert.Throws<SimulationException>(() => cluster.Run(() => silo.GrainFactory.GetGrain<IPlacedGrain>("x").Where()));
        Assert.Contains("AddPlacementDirector<OnSiloStrategy", error.Message, StringComparison.Ordinal);
    }
}
