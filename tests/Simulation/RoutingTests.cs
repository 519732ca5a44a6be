using OrleansInference.Bench;

namespace OrleansInference.Simulation;

/// <summary>A small <c>bench/routing --simulate</c>: several dispatchers, each with a table that is a tenth of a second old, before many replicas.</summary>
public sealed class RoutingTests
{
    /// <summary>How many times the central queue's p99 may be.</summary>
    private const double Bound = 1.3;

    public static TheoryData<double, int> LoadsAndSeeds => new() { { 0.7, 1 }, { 0.7, 2 }, { 0.9, 1 }, { 0.9, 2 } };

    [Theory, MemberData(nameof(LoadsAndSeeds))]
    public void Many_dispatchers_together_are_nearly_one_queue(double load, int seed)
    {
        var result = SimulatedRouting.Run(Plan(load, seed, "least_work"));

        Assert.Equal(0, result.Faults);
        Assert.InRange(result.Ratio(0.99), 0.9, Bound);
    }

    [Fact]
    public void Round_robin_is_far_from_it() => Assert.True(SimulatedRouting.Run(Plan(load: 0.7, seed: 1, "round_robin") with { LateBinding = false }).Ratio(0.99) > 1.5 * Bound);

    private static SimulationPlan Plan(double load, int seed, string policy) => new()
    {
        Replicas = 50,
        Dispatchers = 5,
        Load = load,
        Requests = 5000,
        Policy = policy,
        Seed = seed,
    };
}
