using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;
using OrleansInference.Routing.Traffic;
using OrleansInference.Work;

namespace OrleansInference.Routing.Demand;

/// <summary>What a dispatcher counts, as its router is told.</summary>
public sealed class DispatcherDemandTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMilliseconds(10);
    private static readonly WorkCoefficients TenForEachElement = new(0, 0, 0.01, 0);

    private readonly ManualTime _time = new();
    private readonly FakeRouter _router = new() { Snapshot = Reports.Snapshot(0) };
    private readonly Dictionary<int, FakePool> _pools = [];

    [Fact]
    public async Task A_request_counts_once_with_its_work_however_often_it_is_tried()
    {
        var dispatcher = Serving(3);
        Pool(1).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(FaultKind.ModelNotReady, "leaving"));
        Pool(2).Answer = (_, _) => throw new InvalidOperationException("the silo is dead");
        Assert.NotNull((await Infer(dispatcher, elements: 3)).Response);

        var counters = await Told(dispatcher);
        Assert.Equal((1, 0, 0, 0), (counters.Arrivals, counters.InFlight, counters.Refused, counters.Late));
        Assert.Equal((0.03, 0.0009), (counters.WorkSeconds, counters.WorkSquares), new Near());
        Assert.Equal(1, counters.Latencies.Count);
    }

    [Theory]
    [InlineData(FaultKind.QueueFull, false, 1, 0)]
    [InlineData(FaultKind.DeadlineExceeded, true, 1, 0)] // hopeless from the beginning
    [InlineData(FaultKind.DeadlineExceeded, false, 0, 1)]
    [InlineData(FaultKind.Cancelled, false, 0, 0)]
    [InlineData(FaultKind.ModelError, false, 0, 0)]
    [InlineData(FaultKind.Unavailable, false, 0, 0)]
    public async Task What_a_pool_says_at_last_counts_as_what_it_is(FaultKind kind, bool saysWhen, long refused, long late)
    {
        var dispatcher = Serving(2);
        foreach (var silo in new[] { 1, 2 })
            Pool(silo).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(InferenceFault.Of(kind, "no") with { RetryAfter = saysWhen ? Ten : null }));
        Assert.Equal(kind, (await Infer(dispatcher)).Fault!.Kind);

        var counters = await Told(dispatcher);
        Assert.Equal((1, refused, late, 0, 0), (counters.Arrivals, counters.Refused, counters.Late, counters.InFlight, counters.Waits.Count));
    }

    [Fact]
    public async Task What_the_dispatcher_refuses_counts_too_and_what_waits_in_it_is_there()
    {
        var dispatcher = Serving(2, new BatchingSpec(1, TimeSpan.Zero, MaxQueueSize: 1));
        var held = Hold(1, 2);
        var calls = Enumerable.Range(0, 4).Select(_ => Infer(dispatcher, elements: 2)).ToList();
        Assert.Equal(FaultKind.QueueFull, (await calls[3]).Fault!.Kind);

        var counters = await Told(dispatcher);
        Assert.Equal((4, 1, 3, 1), (counters.Arrivals, counters.Refused, counters.InFlight, counters.Waiting));
        Assert.Equal((0.08, 0.02), (counters.WorkSeconds, counters.WaitingSeconds), new Near());
        held.SetResult(Success);
        await Task.WhenAll(calls);
        counters = await Told(dispatcher);
        Assert.Equal((4, 0, 0, 0), (counters.Arrivals, counters.InFlight, counters.Waiting, counters.WaitingSeconds));
        Assert.Equal(3, counters.Latencies.Count);
    }

    [Fact]
    public async Task The_wait_is_what_the_batch_did_not_take()
    {
        var dispatcher = Serving(1);
        var held = Hold(1);
        Pool(1).BatchTime = 3 * Ten;
        var call = Infer(dispatcher);
        _time.Advance(5 * Ten);
        held.SetResult(Success);
        await call;

        var counters = await Told(dispatcher);
        Assert.Equal((2 * Nanoseconds(Ten), 5 * Nanoseconds(Ten)), (counters.Waits.Sum, counters.Latencies.Sum));
    }

    [Fact]
    public async Task Gaps_lie_between_arrivals_wherever_the_requests_went()
    {
        var dispatcher = Serving(2);
        foreach (var gap in new[] { 10, 30 })
        {
            await Infer(dispatcher);
            _time.Advance(TimeSpan.FromMilliseconds(gap));
        }
        await Infer(dispatcher);
        _time.Advance(TimeSpan.FromMinutes(1));

        var counters = await Told(dispatcher);
        Assert.Equal((0.04, 0.001), (counters.GapSeconds, counters.GapSquares), new Near());
    }

    [Fact]
    public async Task A_version_without_a_pool_is_asked_for_all_the_same_and_one_that_nobody_serves_is_not()
    {
        var dispatcher = Serving(1);
        Assert.Equal(FaultKind.ModelNotReady, (await Infer(dispatcher, version: 2)).Fault!.Kind);
        Assert.Equal(FaultKind.UnknownModel, (await Infer(dispatcher, version: 9)).Fault!.Kind);

        var counters = await Told(dispatcher);
        Assert.Equal((2, 1, 0), (counters.Version, counters.Arrivals, counters.InFlight));
    }

    [Fact]
    public async Task So_is_a_model_of_which_no_router_has_told_anything_yet()
    {
        var dispatcher = Dispatcher(new BatchingSpec(1, TimeSpan.Zero, 0));
        await Infer(dispatcher);

        var counters = await Told(dispatcher);
        Assert.Equal((2, 1), (counters.Version, counters.Arrivals));
    }

    [Fact]
    public async Task Before_it_is_measured_work_is_not_known_and_that_it_was_measured_outlasts_the_pools()
    {
        var dispatcher = Dispatcher(new BatchingSpec(1, TimeSpan.Zero, 0));
        dispatcher.Apply(Reports.Snapshot(1, Report(1) with { CostSamples = 7 }));
        await Infer(dispatcher);
        dispatcher.Apply(Reports.Snapshot(2, Report(1) with { Sequence = 2 }));
        await Infer(dispatcher, elements: 2);
        dispatcher.Apply(Reports.Snapshot(3));
        _ = Infer(dispatcher, elements: 4, version: 1); // waits for a pool

        var counters = await Told(dispatcher);
        Assert.Equal((3, 1), (counters.Arrivals, counters.Unmeasured));
        Assert.Equal(0.06, counters.WorkSeconds, 1e-9);
    }

    [Fact]
    public async Task A_copy_to_a_shadow_version_is_asked_of_that_version()
    {
        var dispatcher = Dispatcher(new BatchingSpec(1, TimeSpan.Zero, 0));
        dispatcher.Apply(Reports.Snapshot(1, Report(1), Report(1, version: 2)));
        dispatcher.Traffic.Hear("tiny", new ModelTraffic
        {
            Stamp = 1, Before = TrafficSpec.Default, Spec = TrafficSpec.Default with { Weights = [new VersionWeight(1, 1)], Shadow = new ShadowSpec { Version = 2, Share = 1 } },
        });
        await Infer(dispatcher);

        await dispatcher.RefreshAsync();
        Assert.Equal([(1, 1), (2, 1)], _router.Demand[^1]!.Versions.Select(version => (version.Version, version.Arrivals)));
    }

    [Fact]
    public async Task A_router_that_knows_it_all_is_told_nothing()
    {
        var dispatcher = Serving(1);
        await dispatcher.RefreshAsync();
        Assert.Null(_router.Demand[^1]);

        var held = Hold(1);
        var call = Infer(dispatcher);
        await dispatcher.RefreshAsync();
        await dispatcher.RefreshAsync();
        Assert.Equal([1, 1], _router.Demand.TakeLast(2).Select(demand => demand?.Versions[0].InFlight)); // while there is something, it may change
        held.SetResult(Success);
        await call;
        await dispatcher.RefreshAsync();
        Assert.Equal(0, _router.Demand[^1]?.Versions[0].InFlight);
        await dispatcher.RefreshAsync();
        Assert.Null(_router.Demand[^1]);
        Assert.Equal(_router.Demand.OfType<DispatcherDemand>().Select(demand => demand.Sequence).Order().Distinct(), _router.Demand.OfType<DispatcherDemand>().Select(demand => demand.Sequence));
    }

    [Fact]
    public async Task Another_router_and_one_that_did_not_answer_are_told_everything_again()
    {
        var dispatcher = Serving(1);
        await Infer(dispatcher);
        await Told(dispatcher);
        _router.Snapshot = Reports.Snapshot(1, Report(1)) with { Epoch = 9 };
        await dispatcher.RefreshAsync(); // which tells it that there is another
        Assert.Equal(1, (await Told(dispatcher)).Arrivals);

        _router.Snapshot = null;
        var lost = dispatcher.RefreshAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await lost;
        _router.Snapshot = Reports.Snapshot(1, Report(1)) with { Epoch = 9 };
        Assert.Equal(1, (await Told(dispatcher)).Arrivals);
    }

    private static InferenceOutcome Success => InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [] });

    private static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;

    private static PoolReport Report(int silo, long version = 1) => Reports.Of(silo, version: version) with { Cost = TenForEachElement, CostSamples = 100, ReadyFor = TimeSpan.FromHours(1) };

    private Dispatcher Serving(int pools, BatchingSpec? batching = null)
    {
        var dispatcher = Dispatcher(batching ?? new BatchingSpec(1, TimeSpan.Zero, 0));
        dispatcher.Apply(Reports.Snapshot(1, [.. Enumerable.Range(1, pools).Select(silo => Report(silo))]));
        return dispatcher;
    }

    private Dispatcher Dispatcher(BatchingSpec batching)
    {
        CatalogEntry[] entries = [.. new[] { FakeCatalog.Entry(1), FakeCatalog.Entry(2) }.Select(entry => entry with { Spec = entry.Spec! with { Batching = batching } })];
        return new Dispatcher(
            FakeCatalog.Of(entries), new RoutingTransport(Reports.Silo(1), _ => _router, key => Pool(key.Silo.Endpoint.Port - 11110)),
            Options.Create(new DispatcherOptions()), Options.Create(new FailureOptions()), _time, NullLogger<Dispatcher>.Instance);
    }

    private FakePool Pool(int silo) => _pools.TryGetValue(silo, out var pool) ? pool : _pools[silo] = new FakePool();

    private TaskCompletionSource<InferenceOutcome> Hold(params int[] silos)
    {
        var held = new TaskCompletionSource<InferenceOutcome>();
        foreach (var silo in silos) Pool(silo).Answer = (_, _) => held.Task;
        return held;
    }

    private static Task<InferenceOutcome> Infer(Dispatcher dispatcher, int elements = 1, long? version = null) =>
        dispatcher.InferAsync(Sample.Request(new float[elements]) with { Version = version }, default).AsTask();

    /// <summary>What the router is told next, of the one version that was asked for.</summary>
    private async Task<DemandCounters> Told(Dispatcher dispatcher)
    {
        await dispatcher.RefreshAsync();
        return Assert.Single(_router.Demand[^1]!.Versions);
    }

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-9 && Math.Abs(x.Item2 - y.Item2) < 1e-9;

        public int GetHashCode((double, double) pair) => 0;
    }
}
