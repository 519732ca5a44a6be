using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

public sealed class DispatcherTests
{
    private readonly ManualTime _time = new();
    private readonly FakeRouter _router = new();
    private readonly Dictionary<(int Silo, long Version), FakePool> _pools = [];
    private readonly ModelCatalog _catalog;
    private readonly Dispatcher _dispatcher;

    public DispatcherTests()
    {
        _catalog = FakeCatalog.Of(FakeCatalog.Entry(1), FakeCatalog.Entry(2),
            new CatalogEntry { Id = new ModelVersion("broken", 1), Reason = "config.pbtxt:3:7: no" });
        var transport = new RoutingTransport(Reports.Silo(1), _ => _router, key => Pool(key.Silo.Endpoint.Port - 11110, key.Model.Version));
        _dispatcher = new Dispatcher(_catalog, transport, Options.Create(new DispatcherOptions { LateBinding = false }), Options.Create(new FailureOptions()), _time, NullLogger<Dispatcher>.Instance);
    }

    [Fact]
    public async Task Sends_to_the_pool_with_the_shortest_queue()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1, depth: 5), Reports.Of(2, depth: 1), Reports.Of(3, depth: 4)));
        await Infer();

        Assert.Single(Pool(2).Requests);
    }

    [Fact]
    public async Task Counts_a_queue_by_the_replicas_that_share_it()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1, depth: 5, ready: 1), Reports.Of(2, depth: 8, ready: 4)));
        await Infer();

        Assert.Single(Pool(2).Requests);
    }

    [Fact]
    public async Task Counts_its_own_requests_since_the_snapshot()
    {
        var held = Hold(1, 2);
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(2)));
        var running = Enumerable.Range(0, 10).Select(_ => Infer()).ToArray();

        Assert.Equal((5, 5), (Pool(1).Requests.Count, Pool(2).Requests.Count));
        Assert.Equal(10, _dispatcher.InFlight);
        held.SetResult(Success);
        await Task.WhenAll(running);
        Assert.Equal(0, _dispatcher.InFlight);
    }

    [Fact]
    public async Task Prefers_its_own_silo_among_equals()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(2), Reports.Of(3)));
        for (var i = 0; i < 6; i++) await Infer();

        Assert.Equal(6, Pool(1).Requests.Count);
    }

    [Fact]
    public async Task Takes_the_latest_ready_version_unless_one_is_asked_for()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1, version: 1), Reports.Of(1, version: 2)));
        await Infer();
        await Infer(version: 1);

        Assert.Equal((1, 1), (Pool(1, version: 2).Requests.Count, Pool(1).Requests.Count));
    }

    [Theory]
    [InlineData(PoolState.Loading), InlineData(PoolState.Draining), InlineData(PoolState.Failed)]
    public async Task Never_sends_to_a_pool_that_is_not_ready(PoolState state)
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1, state: state, ready: 0)));
        var fault = (await Infer()).Fault!;

        Assert.Equal(FaultKind.ModelNotReady, fault.Kind);
        Assert.Empty(Pool(1).Requests);
    }

    [Fact]
    public async Task Tries_another_pool_when_one_is_leaving_or_dead()
    {
        Pool(1).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(FaultKind.ModelNotReady, "leaving"));
        Pool(2).Answer = (_, _) => throw new SiloUnavailableException("the silo is dead");
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(2, depth: 1), Reports.Of(3, depth: 2)));

        Assert.NotNull((await Infer()).Response);
        Assert.Equal((1, 1, 1), (Pool(1).Requests.Count, Pool(2).Requests.Count, Pool(3).Requests.Count));
        Assert.Equal(0, _dispatcher.InFlight);
    }

    [Fact]
    public async Task Does_not_try_again_what_another_pool_could_not_better()
    {
        Pool(1).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(FaultKind.ModelError, "no"));
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(2)));

        Assert.Equal(FaultKind.ModelError, (await Infer()).Fault!.Kind);
        Assert.Empty(Pool(2).Requests);
    }

    [Fact]
    public async Task A_second_attempt_has_only_the_time_that_is_left()
    {
        Pool(1).Answer = (_, _) =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(30));
            return Task.FromResult(InferenceOutcome.Of(FaultKind.ModelNotReady, "leaving"));
        };
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(2)));
        await Infer(timeLeft: TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromMilliseconds(70), Pool(2).Requests[0].TimeLeft);

        var fault = (await Infer(timeLeft: TimeSpan.FromMilliseconds(20))).Fault!;
        Assert.Equal(FaultKind.DeadlineExceeded, fault.Kind);
    }

    [Theory]
    [InlineData(200, 200), InlineData(null, 60_000)]
    public async Task A_pool_that_never_answers_holds_nobody_past_the_deadline(int? timeLeft, int expected)
    {
        Hold(1);
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1)));
        var call = Infer(timeLeft: timeLeft is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null);

        _time.Advance(TimeSpan.FromMilliseconds(expected - 1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FaultKind.DeadlineExceeded, (await call).Fault!.Kind);
        Assert.Equal(0, _dispatcher.InFlight);
    }

    [Fact]
    public async Task A_cancelled_call_gives_its_lease_back()
    {
        Pool(1).Answer = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            return Success;
        };
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1)));
        using var cancellation = new CancellationTokenSource();
        var call = _dispatcher.InferAsync(Sample.Request([1]), cancellation.Token);
        Assert.Equal(1, _dispatcher.InFlight);
        await cancellation.CancelAsync();

        Assert.Equal(FaultKind.Cancelled, (await call).Fault!.Kind);
        Assert.Equal(0, _dispatcher.InFlight);
    }

    [Fact]
    public async Task Nothing_goes_to_a_pool_that_a_ready_one_of_a_later_revision_replaces_on_its_silo()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1, depth: 0), Reports.Of(1, depth: 9, revision: 2), Reports.Of(2, depth: 5)));
        for (var i = 0; i < 3; i++) await Infer();
        Assert.Equal((0, 3), (Pool(1).Requests.Count, Pool(2).Requests.Count));

        _dispatcher.Apply(Reports.Snapshot(2, Reports.Of(1, depth: 0, sequence: 2), Reports.Of(1, revision: 2, ready: 0, state: PoolState.Loading, sequence: 2)));
        await Infer();
        Assert.Single(Pool(1).Requests);
    }

    [Fact]
    public async Task A_version_is_described_as_the_pools_are_that_requests_go_to()
    {
        var reloaded = Reports.Of(1, revision: 2) with { Signature = Sample.Signature with { MaxBatchSize = 3 } };
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(1, revision: 3, ready: 0, state: PoolState.Loading), reloaded));

        var status = (await _dispatcher.DescribeAsync("tiny", 1, default))!;
        Assert.Equal((PoolState.Ready, 3, 1), (status.State, status.Signature!.MaxBatchSize, status.ReadyReplicas));
    }

    [Fact]
    public async Task Pools_that_refuse_are_passed_over_however_many_there_are_but_only_three_may_be_lost()
    {
        var silos = Enumerable.Range(1, 6).ToArray();
        foreach (var silo in silos) Pool(silo).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(FaultKind.ModelNotReady, "leaving"));
        Pool(6).Answer = (_, _) => Task.FromResult(Success);
        _dispatcher.Apply(Reports.Snapshot(1, [.. silos.Select(silo => Reports.Of(silo, depth: silo))]));
        Assert.NotNull((await Infer()).Response);

        foreach (var silo in silos) Pool(silo).Answer = (_, _) => throw new SiloUnavailableException("the silo is dead");
        var before = silos.Sum(silo => Pool(silo).Requests.Count);
        Assert.Equal(FaultKind.Unavailable, (await Infer()).Fault!.Kind);
        Assert.Equal(3, silos.Sum(silo => Pool(silo).Requests.Count) - before);
    }

    [Fact]
    public async Task A_model_that_is_no_longer_wanted_is_followed_until_its_last_pool_is_gone()
    {
        _router.Snapshot = Reports.Snapshot(1, Reports.Of(1, state: PoolState.Draining));
        await _dispatcher.RefreshAsync();
        Assert.Equal(["tiny"], _dispatcher.Models);

        _catalog.Publish([FakeCatalog.Entry(1) with { IsWanted = false, Reason = "unloaded" }], []);
        await _dispatcher.RefreshAsync();
        Assert.Equal(PoolState.Draining, (await _dispatcher.DescribeAsync("tiny", null, default))!.State);
        Assert.Equal(["tiny"], _dispatcher.Models);

        _router.Snapshot = Reports.Snapshot(2);
        await _dispatcher.RefreshAsync();
        await _dispatcher.RefreshAsync();
        Assert.Empty(_dispatcher.Models);
        Assert.Equal((PoolState.Gone, "unloaded"), ((await _dispatcher.DescribeAsync("tiny", null, default))!.State, (await _dispatcher.DescribeAsync("tiny", null, default))!.Reason));
        Assert.Equal(
            "Model 'tiny' version 1 is not loaded (unloaded). Load it first: POST /v2/repository/models/tiny/load", (await Infer()).Fault!.Message);
    }

    [Fact]
    public async Task Statistics_are_summed_over_pools_and_a_silent_one_is_left_out()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(2), Reports.Of(1, version: 2)));
        Pool(1).Totals = new PoolStatistics { Success = new(2, TimeSpan.FromSeconds(1)), Items = 5, BatchSizes = [Size(1, 1), Size(4, 1)] };
        Pool(2).Totals = new PoolStatistics { Success = new(3, TimeSpan.FromSeconds(2)), Items = 6, BatchSizes = [Size(4, 2)] };
        Pool(1, version: 2).IsSilent = true;

        var reading = _dispatcher.StatisticsAsync("tiny", null, default).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        var statistics = Assert.Single(await reading);
        Assert.Equal("tiny/1", statistics.Id.ToString());
        Assert.Equal((5, TimeSpan.FromSeconds(3), 11), (statistics.Totals.Success.Count, statistics.Totals.Success.Total, statistics.Totals.Items));
        Assert.Equal([(1, 1), (4, 3)], statistics.Totals.BatchSizes.Select(size => (size.Items, size.Infer.Count)));
        Assert.Empty(await _dispatcher.StatisticsAsync("nope", null, default));

        static BatchStatistics Size(long items, long count) => new() { Items = items, Input = default, Infer = new(count, TimeSpan.Zero), Output = default };
    }

    [Fact]
    public async Task The_own_silo_tells_only_of_its_pools_and_nothing_of_a_version_that_is_partly_silent()
    {
        _dispatcher.Apply(Reports.Snapshot(
            1, Reports.Of(1, depth: 3), Reports.Of(1, depth: 4, revision: 2), Reports.Of(2, depth: 9), Reports.Of(1, version: 2, ready: 0, state: PoolState.Loading)));
        Pool(1).Totals = new PoolStatistics { Items = 5 };
        Pool(2).Totals = new PoolStatistics { Items = 6 };
        Pool(1, version: 2).IsSilent = true;

        var reading = _dispatcher.OwnSiloAsync(default).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        var models = await reading;

        Assert.Equal(["tiny/1", "tiny/2"], models.Select(model => model.Id.ToString()));
        Assert.Equal([7, 0], models.Select(model => model.QueueDepth));
        Assert.Equal([2, 0], models.Select(model => model.ReadyReplicas));
        Assert.Equal([10, null], models.Select(model => model.Totals?.Items));
    }

    [Fact]
    public async Task An_older_snapshot_is_ignored_and_leases_outlast_a_newer_one()
    {
        var held = Hold(1);
        _dispatcher.Apply(Reports.Snapshot(2, Reports.Of(1, sequence: 2)));
        var running = Infer();
        _dispatcher.Apply(Reports.Snapshot(1));
        _dispatcher.Apply(Reports.Snapshot(3, Reports.Of(1, sequence: 3, depth: 1)));

        Assert.Equal(1, _dispatcher.InFlight);
        held.SetResult(Success);
        await running;
        Assert.Equal(0, _dispatcher.InFlight);
    }

    [Fact]
    public async Task Unknown_models_and_versions_are_named()
    {
        Assert.Equal("Request for unknown model: 'nope' is not found", (await Infer("nope")).Fault!.Message);
        Assert.Equal("Request for unknown model: 'tiny' version 9 is not found; it has 1, 2", (await Infer(version: 9)).Fault!.Message);
        Assert.Null(await _dispatcher.DescribeAsync("nope", null, default));
    }

    [Fact]
    public async Task A_broken_model_says_why()
    {
        var fault = (await Infer("broken")).Fault!;

        Assert.Equal(FaultKind.ModelNotReady, fault.Kind);
        Assert.Contains("config.pbtxt:3:7: no", fault.Message);
        var status = await _dispatcher.DescribeAsync("broken", null, default);
        Assert.Equal((PoolState.Failed, "config.pbtxt:3:7: no"), (status!.State, status.Reason));
    }

    [Fact]
    public async Task Refreshing_subscribes_its_silo_and_survives_a_silent_router()
    {
        var refreshing = _dispatcher.RefreshAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await refreshing;

        _router.Snapshot = Reports.Snapshot(1, Reports.Of(1));
        await _dispatcher.RefreshAsync();
        Assert.Contains(Reports.Silo(1), _router.Subscribers);
        Assert.True((await _dispatcher.DescribeAsync("tiny", 1, default))!.IsReady);
        Assert.Equal(["broken/1", "tiny/1", "tiny/2"], (await _dispatcher.ListAsync(default)).Select(status => status.Id.ToString()).Order());
    }

    [Fact]
    public async Task A_change_is_taken_and_one_that_does_not_fit_brings_a_snapshot()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1)));
        await _dispatcher.Apply(Reports.Delta(from: 1, to: 2, Reports.Of(2)));
        Assert.Equal(2, (await _dispatcher.DescribeAsync("tiny", 1, default))!.ReadyReplicas);
        Assert.Empty(_router.Subscribers);

        _router.Snapshot = Reports.Snapshot(9, Reports.Of(1), Reports.Of(2), Reports.Of(3));
        await _dispatcher.Apply(Reports.Delta(from: 8, to: 9, Reports.Of(3)));
        Assert.Equal(3, (await _dispatcher.DescribeAsync("tiny", 1, default))!.ReadyReplicas);
        Assert.Equal((1, 1), (_router.Subscribers.Count, _router.Epoch));
    }

    [Fact]
    public async Task A_change_of_a_model_that_it_does_not_follow_is_no_concern_of_it()
    {
        await _dispatcher.Apply(Reports.Delta(from: 0, to: 1, Reports.Of(1)));
        Assert.Empty(_router.Subscribers);
        Assert.Empty(_dispatcher.Models);
    }

    private static InferenceOutcome Success => InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [] });

    private FakePool Pool(int silo, long version = 1) =>
        _pools.TryGetValue((silo, version), out var pool) ? pool : _pools[(silo, version)] = new FakePool();

    private TaskCompletionSource<InferenceOutcome> Hold(params int[] silos)
    {
        var held = new TaskCompletionSource<InferenceOutcome>();
        foreach (var silo in silos) Pool(silo).Answer = (_, _) => held.Task;
        return held;
    }

    private Task<InferenceOutcome> Infer(string model = "tiny", long? version = null, TimeSpan? timeLeft = null) =>
        _dispatcher.InferAsync(Sample.Request([1]) with { Model = model, Version = version, TimeLeft = timeLeft }, default).AsTask();
}
