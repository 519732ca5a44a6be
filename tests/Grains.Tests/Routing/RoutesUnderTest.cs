using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Demand;
using OrleansInference.Routing.Failures;
using OrleansInference.Routing.Policies;
using OrleansInference.Routing.Traffic;
using OrleansInference.Work;

namespace OrleansInference.Routing;

/// <summary>The routes of one version, fed by hand.</summary>
internal sealed class RoutesUnderTest : IDisposable
{
    /// <summary>A model that takes 10 ms for each element.</summary>
    public static readonly WorkCoefficients TenMilliseconds = new(0, 0, 0.01, 0);

    private readonly Dictionary<PoolKey, PoolRoute> _pools = [];
    private long _sequence = 1_000;

    public RoutesUnderTest(string policy = RoutingPolicies.Default, BatchingSpec? batching = null, bool lateBinding = true, int seed = 1, int ownSilo = 1)
    {
        Demand = new VersionDemand(1, Time);
        Routes = new VersionRoutes(batching ?? new BatchingSpec(1, TimeSpan.Zero, 0), Reports.Silo(ownSilo), new RoutingSettings(policy, lateBinding, new FailureOptions()), () => Traffic, Demand, new Random(seed), Time, wake: () => Wakes++, isWanted: () => IsWanted);
    }

    public TrafficSpec Traffic { get; set; } = TrafficSpec.Default;

    public ManualTime Time { get; } = new();

    public VersionDemand Demand { get; }

    /// <summary>Whether the version is to be served.</summary>
    public bool IsWanted { get; set; } = true;

    /// <summary>Whether a pool may become ready where none is.</summary>
    public bool MayCome { get; set; }

    /// <summary>How often it said that requests wait for a pool.</summary>
    public int Wakes { get; private set; }

    public VersionRoutes Routes { get; }

    public IReadOnlyCollection<PoolRoute> Pools => _pools.Values;

    public PoolRoute Pool(int silo) => _pools[Reports.Of(silo).Pool];

    public void Update(params PoolReport[] reports) => Routes.Update(
        [.. reports.Where(report => report.State == PoolState.Ready).Select(report => new RouteEntry(Known(report.Pool), report))],
        [.. reports.Where(report => report.IsHeldFor).Select(report => new RouteEntry(Known(report.Pool), report))], MayCome).Settle();

    /// <summary>Pools with one replica each, which do nothing.</summary>
    public void Idle(int pools) => Update([.. Enumerable.Range(1, pools).Select(silo => Report(silo))]);

    public PoolReport Report(int silo, double slowness = 1, int depth = 0, int ready = 1) => Reports.Of(silo, ++_sequence, depth: depth, ready: ready) with
    {
        CostSamples = 100,
        Cost = TenMilliseconds with { PerElement = TenMilliseconds.PerElement * slowness },
    };

    public Claim Claim(int elements = 1, TimeSpan? timeLeft = null, uint priority = 0, params PoolRoute[] tried) =>
        Routes.Claim(Sample.Request(new float[elements]) with { TimeLeft = timeLeft, Priority = priority }, tried);

    public Claim Claim(string session) => Routes.Claim(
        Sample.Request([1]) with { Parameters = ImmutableDictionary<string, ParameterValue>.Empty.Add("session", ParameterValue.Of(session)) }, []);

    /// <summary>The pool's answer to a request, after which it has so much to do.</summary>
    public void Answer(PoolLease lease, int items = 0, double waitSeconds = 0) => lease.Return(AttemptResult.Success, new PoolLoad(++_sequence, items, waitSeconds));

    public void HandBack(PoolLease lease, int items) => lease.HandBack(new PoolLoad(++_sequence, items, 0.01));

    /// <summary>The call broke, and the pool has said nothing.</summary>
    public static void Break(PoolLease lease) => lease.Return(AttemptResult.Lost, null);

    public void HandBackParked(PoolLease lease) => lease.HandBack(new PoolLoad(++_sequence, 0, 0, IsParked: true));

    public PoolReport Parked(int silo) => Report(silo, ready: 0) with { State = PoolState.Parked };

    public PoolReport Waking(int silo) => Report(silo, ready: 0) with { State = PoolState.Loading, IsWaking = true };

    public OfferAnswer Offer(int silo) => Routes.Accept(Pool(silo), new PoolLoad(++_sequence, 0, 0), isLast: true);

    /// <summary>What a wait has ended with; fails where it has not.</summary>
    public static InferenceOutcome Ended(Waiting.WaitingRequest waiting)
    {
        Assert.True(waiting.Outcome.IsCompleted, "it still waits");
        return waiting.Outcome.GetAwaiter().GetResult();
    }

    public void Dispose() => Routes.Dispose();

    private PoolRoute Known(PoolKey key)
    {
        if (!_pools.TryGetValue(key, out var pool)) _pools.Add(key, pool = new PoolRoute(key, new FakePool()));
        return pool;
    }
}
