using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing.Policies;

public sealed class RoutingPolicyTests
{
    private static readonly RoutingAsk Ask = new(Now: 10, Seconds: 0.02, Items: 1);

    public static TheoryData<string> Names => [.. PolicyNames.All];

    public static TheoryData<int> Counts => [1, 2, 3, 4, 5, 8, 15, 16, 17, 100, 1000];

    [Theory, MemberData(nameof(Counts))]
    public void Least_work_takes_the_earliest_finish(int count)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var loads = Random(count, seed);
            var expected = Enumerable.Range(0, count).Where(loads.IsOpen).Select(pool => (double?)loads.FinishAt(pool, Ask)).Min();
            var pick = RoutingPolicies.Create("least_work", new Random(seed)).Pick(loads, Ask);

            Assert.Equal(expected, pick < 0 ? null : loads.FinishAt(pick, Ask));
        }
    }

    [Theory, MemberData(nameof(Counts))]
    public void Least_queue_takes_the_fewest_items_for_each_replica(int count)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var loads = Random(count, seed);
            var expected = Enumerable.Range(0, count).Where(loads.IsOpen).Select(pool => (double?)(loads.Depth[pool] + loads.Bias[pool])).Min();
            var pick = RoutingPolicies.Create("least_queue", new Random(seed)).Pick(loads, Ask);

            Assert.Equal(expected, pick < 0 ? null : loads.Depth[pick] + loads.Bias[pick]);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void No_policy_picks_a_closed_pool_and_each_finds_the_only_open_one(string name)
    {
        foreach (var count in new[] { 1, 7, 16, 40 })
        {
            for (var open = -1; open < count; open++)
            {
                var loads = Random(count, seed: 1);
                for (var pool = 0; pool < count; pool++) loads.Bias[pool] = pool == open ? 0 : double.PositiveInfinity;
                Assert.Equal(open, RoutingPolicies.Create(name, new Random(open + 1)).Pick(loads, Ask));
            }
        }
    }

    [Fact]
    public void Round_robin_takes_each_in_turn()
    {
        var policy = RoutingPolicies.Create("round_robin", new Random(1));
        var loads = Random(3, seed: 1);
        for (var pool = 0; pool < 3; pool++) loads.Bias[pool] = 0;

        Assert.Equal([0, 1, 2, 0, 1], Enumerable.Range(0, 5).Select(_ => policy.Pick(loads, Ask)));
    }

    [Fact]
    public void Two_choices_never_takes_the_deepest_and_takes_all_others()
    {
        var policy = RoutingPolicies.Create("power_of_two_choices", new Random(1));
        var loads = new PoolLoads([.. Enumerable.Range(1, 5).Select(Route)]);
        for (var pool = 0; pool < 5; pool++) loads.Depth[pool] = pool;

        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 1000).Select(_ => policy.Pick(loads, Ask)).Distinct().Order());
    }

    [Fact]
    public void Prequal_takes_the_fastest_of_those_that_are_not_crowded()
    {
        var policy = RoutingPolicies.Create("prequal", new Random(1));
        var loads = new PoolLoads([.. Enumerable.Range(1, 5).Select(Route)]);
        (double Depth, double Latency)[] pools = [(1, 0.03), (9, 0.001), (1, 0.01), (0, 0.02), (2, 0.05)];
        for (var pool = 0; pool < 5; pool++) (loads.Depth[pool], loads.Latency[pool]) = pools[pool];

        Assert.Equal(2, policy.Pick(loads, Ask));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_pick_allocates_nothing(string name)
    {
        var policy = RoutingPolicies.Create(name, new Random(1));
        var loads = Random(100, seed: 1);
        policy.Pick(loads, Ask);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) policy.Pick(loads, Ask);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static PoolLoads Random(int count, int seed)
    {
        var random = new Random(seed);
        var loads = new PoolLoads([.. Enumerable.Range(1, count).Select(Route)]);
        for (var pool = 0; pool < count; pool++)
        {
            loads.StartAt[pool] = 9 + (2 * random.NextDouble());
            loads.Slowness[pool] = 1 + random.Next(5);
            loads.Bias[pool] = random.Next(3) == 0 ? double.PositiveInfinity : 0.001 * random.NextDouble();
            loads.Depth[pool] = random.Next(20);
            loads.Latency[pool] = random.NextDouble();
        }
        return loads;
    }

    private static PoolRoute Route(int silo)
    {
        var key = Reports.Of(silo).Pool;
        return new PoolRoute(key, new FakePool());
    }
}
