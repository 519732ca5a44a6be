using BenchmarkDotNet.Attributes;
using OrleansInference.Routing;
using OrleansInference.Routing.Policies;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Bench;

/// <summary>One pick, from pools that have this and that to do.</summary>
[MemoryDiagnoser]
public class PolicyPick
{
    private PoolLoads _loads = null!;
    private IRoutingPolicy _policy = null!;
    private double _now;

    [Params(16, 1000)]
    public int Pools { get; set; }

    [Params(PolicyNames.LeastWork, PolicyNames.LeastQueue, PolicyNames.PowerOfTwoChoices, PolicyNames.RoundRobin, PolicyNames.Prequal)]
    public string Policy { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        _policy = RoutingPolicies.Create(Policy, random);
        _loads = new PoolLoads([.. RouterSample.Reports(Pools).Select(report => new PoolRoute(report.Pool, null!))]);
        for (var pool = 0; pool < Pools; pool++)
        {
            _loads.StartAt[pool] = random.NextDouble();
            _loads.Slowness[pool] = 1;
            _loads.Depth[pool] = random.Next(20);
            _loads.Latency[pool] = random.NextDouble();
        }
    }

    [Benchmark]
    public int Pick() => _policy.Pick(_loads, new RoutingAsk(_now += 1e-9, Seconds: 0.01, Items: 1));
}
