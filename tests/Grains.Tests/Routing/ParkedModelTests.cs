using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

/// <summary>What callers see of a version that has no replica because none was needed.</summary>
public sealed class ParkedModelTests
{
    private readonly ManualTime _time = new();
    private readonly FakePool _pool = new();
    private readonly List<ModelVersion> _woken = [];
    private readonly ModelCatalog _catalog = FakeCatalog.Of(FakeCatalog.Entry(1));
    private readonly Dispatcher _dispatcher;
    private long _sequence;

    public ParkedModelTests() => _dispatcher = new Dispatcher(
        _catalog, new RoutingTransport(Reports.Silo(1), _ => new FakeRouter(), _ => _pool) { Wake = _woken.Add },
        Options.Create(new DispatcherOptions()), Options.Create(new FailureOptions()), _time, NullLogger<Dispatcher>.Instance);

    [Fact]
    public async Task It_is_ready_for_requests_with_no_ready_replica()
    {
        Tell(Parked());
        var status = (await _dispatcher.DescribeAsync("tiny", null, default))!;
        Assert.Equal((PoolState.Parked, true, 0), (status.State, status.IsReady, status.ReadyReplicas));

        Tell(Waking());
        Assert.True((await _dispatcher.DescribeAsync("tiny", null, default))!.IsReady);
    }

    [Fact]
    public async Task Its_requests_are_answered_once_a_replica_has_loaded()
    {
        Tell(Parked());
        var asked = Infer();
        Assert.Equal([new ModelVersion("tiny", 1)], _woken);
        Tell(Waking());
        Assert.False(asked.IsCompleted);
        Assert.Empty(_pool.Requests);

        Tell(Reports.Of(1));
        Assert.NotNull((await asked).Response);
        Assert.Equal(0, _dispatcher.InFlight);
    }

    [Fact]
    public async Task Its_requests_are_refused_with_the_reason_where_no_replica_can_be_loaded()
    {
        Tell(Parked());
        var asked = Infer();
        Tell(Reports.Of(1, state: PoolState.Failed, ready: 0) with { Reason = "CUDA out of memory" });

        foreach (var outcome in new[] { await asked, await Infer() })
        {
            Assert.Equal(FaultKind.ModelNotReady, outcome.Fault!.Kind);
            Assert.Contains("CUDA out of memory", outcome.Fault.Message);
        }
    }

    [Fact]
    public async Task Its_requests_end_when_it_is_unloaded()
    {
        Tell(Parked());
        var asked = Infer();
        _catalog.Publish([FakeCatalog.Entry(1) with { IsWanted = false, Reason = "unloaded" }], []);
        Tell(Reports.Of(1, state: PoolState.Draining, ready: 0));

        var fault = (await asked).Fault!;
        Assert.Equal(FaultKind.ModelNotReady, fault.Kind);
        Assert.Contains("unloaded", fault.Message);
    }

    [Fact]
    public async Task A_version_that_loads_for_the_first_time_holds_nothing()
    {
        Tell(Reports.Of(1, state: PoolState.Loading, ready: 0));
        Assert.Equal(FaultKind.ModelNotReady, (await Infer()).Fault!.Kind);
        Assert.Empty(_woken);
    }

    [Fact]
    public async Task The_latest_version_is_served_though_it_is_parked_and_its_requests_go_to_another_where_it_can_not_be_loaded()
    {
        _catalog.Publish([FakeCatalog.Entry(1), FakeCatalog.Entry(2)], []);
        Tell(Parked(version: 2), Reports.Of(2, version: 1));
        var asked = Infer();
        Assert.Equal([new ModelVersion("tiny", 2)], _woken);

        Tell(Reports.Of(1, state: PoolState.Failed, ready: 0, version: 2), Reports.Of(2, version: 1));
        Assert.NotNull((await asked).Response);
    }

    [Fact]
    public async Task A_request_that_meets_a_pool_just_parked_waits_for_it()
    {
        Tell(Reports.Of(1));
        _pool.IsFull = true;
        _pool.Load = _pool.Load with { IsParked = true };
        var asked = Infer();
        Assert.Single(_pool.Requests);
        Assert.Single(_woken);

        Tell(Parked());
        _pool.IsFull = false;
        Tell(Reports.Of(1));
        Assert.NotNull((await asked).Response);
    }

    [Fact]
    public async Task A_version_whose_signature_nobody_knows_is_woken_by_who_asks_for_it()
    {
        Tell(Parked() with { Signature = null });
        Assert.Null((await _dispatcher.DescribeAsync("tiny", 1, default))!.Signature);
        Assert.Single(_woken);
    }

    private static PoolReport Parked(long version = 1) => Reports.Of(1, state: PoolState.Parked, ready: 0, version: version);

    private static PoolReport Waking() => Reports.Of(1, state: PoolState.Loading, ready: 0) with { IsWaking = true };

    private void Tell(params PoolReport[] pools)
    {
        _sequence++;
        _dispatcher.Apply(Reports.Snapshot(_sequence, [.. pools.Select(pool => pool with { Sequence = 1_000_000 + _sequence })]));
    }

    private Task<InferenceOutcome> Infer() => _dispatcher.InferAsync(Sample.Request([1]), default).AsTask();
}
