using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

/// <summary>Requests for a version whose only pools have died with their silos, seen through the dispatcher.</summary>
public sealed class AwaitedModelTests
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly Dictionary<int, FakePool> _pools = [];
    private readonly List<ModelVersion> _woken = [];
    private readonly ModelCatalog _catalog = FakeCatalog.Of(FakeCatalog.Entry(1));
    private readonly FakeRouter _router = new();
    private readonly Dispatcher _dispatcher;
    private long _sequence;

    public AwaitedModelTests() => _dispatcher = new Dispatcher(
        _catalog, new RoutingTransport(Reports.Silo(9), _ => _router, key => Pool(key.Silo.Endpoint.Port - 11110)) { Wake = _woken.Add },
        Options.Create(new DispatcherOptions { DefaultTimeout = DefaultTimeout }), Options.Create(new FailureOptions()), _time, NullLogger<Dispatcher>.Instance);

    [Fact]
    public Task They_wait_from_the_broken_call_until_another_silo_serves() => Run(async () =>
    {
        Tell(Reports.Of(1), Parked(2));
        Kill(1);
        var asked = Infer();
        await Pass(TimeSpan.FromSeconds(3)); // the router does not know yet
        Tell(Parked(2));
        await Pass(TimeSpan.FromSeconds(3));
        Assert.False(asked.IsCompleted);
        Assert.NotEmpty(_woken);

        Tell(Reports.Of(2));
        Assert.NotNull((await asked).Response);
        Assert.Equal(0, _dispatcher.InFlight);
    });

    [Fact]
    public Task They_wait_for_a_pool_that_another_silo_loads() => Run(async () =>
    {
        Tell(Reports.Of(1), Loading(2));
        Kill(1);
        var asked = Infer();
        await Pass(TimeSpan.FromSeconds(1));
        Tell(Loading(2));
        var later = Infer();
        await Pass(TimeSpan.FromSeconds(1));
        Tell(Reports.Of(2));
        Assert.All(await Task.WhenAll(asked, later), outcome => Assert.NotNull(outcome.Response));
    });

    [Fact]
    public Task They_wait_where_no_silo_has_a_pool_until_one_comes() => Run(async () =>
    {
        Tell(Reports.Of(1));
        Kill(1);
        var asked = Infer();
        await Pass(TimeSpan.FromSeconds(1));
        Tell();
        var later = Infer(version: null);
        await Pass(TimeSpan.FromSeconds(20));
        Assert.False(asked.IsCompleted || later.IsCompleted);

        Tell(Loading(2));
        Tell(Reports.Of(2));
        Assert.All(await Task.WhenAll(asked, later), outcome => Assert.NotNull(outcome.Response));
    });

    [Fact]
    public Task They_wait_while_the_only_silo_leaves_in_order() => Run(async () =>
    {
        Tell(Reports.Of(1));
        Tell(Reports.Of(1, state: PoolState.Draining, ready: 0));
        var asked = Infer();
        await Pass(TimeSpan.FromSeconds(1));
        Tell(Reports.Of(2));
        Assert.NotNull((await asked).Response);
    });

    [Fact]
    public Task Few_are_sent_to_a_pool_that_is_silent_and_all_go_there_when_it_speaks_again() => Run(async () =>
    {
        Tell(Reports.Of(1));
        Kill(1);
        Task<InferenceOutcome>[] asked = [.. Enumerable.Range(0, 50).Select(_ => Infer())];
        await Pass(TimeSpan.FromSeconds(5.5));
        // The first, and one a second.
        Assert.Equal(6, Pool(1).Requests.Count);
        Assert.DoesNotContain(asked, each => each.IsCompleted);

        Pool(1).Answer = Success;
        await Pass(TimeSpan.FromSeconds(1));
        Assert.All(await Task.WhenAll(asked), outcome => Assert.NotNull(outcome.Response));
    });

    [Fact]
    public Task None_is_lost_for_want_of_retry_budget() => Run(async () =>
    {
        Tell(Reports.Of(1), Parked(2));
        // All are there when it dies, far more than the budget has.
        var dead = new TaskCompletionSource<InferenceOutcome>();
        Pool(1).Answer = (_, _) => dead.Task;
        Task<InferenceOutcome>[] asked = [.. Enumerable.Range(0, 200).Select(_ => Infer())];
        dead.SetException(new SiloUnavailableException("the silo is dead"));
        await Pass(TimeSpan.FromSeconds(1));
        Tell(Reports.Of(2));
        await Pass(TimeSpan.FromSeconds(1));
        Assert.All(await Task.WhenAll(asked), outcome => Assert.NotNull(outcome.Response));
    });

    [Fact]
    public Task One_that_has_brought_down_three_pools_ends() => Run(async () =>
    {
        Tell(Reports.Of(1));
        foreach (var silo in new[] { 1, 2, 3, 4 }) Kill(silo);
        var asked = Infer();
        foreach (var silo in new[] { 2, 3 })
        {
            await Pass(TimeSpan.FromSeconds(2));
            Assert.False(asked.IsCompleted);
            Tell(Reports.Of(silo));
        }
        Assert.Equal(FaultKind.Unavailable, (await asked).Fault!.Kind);
        Assert.Empty(Pool(4).Requests);
    });

    [Theory]
    [InlineData(300), InlineData(null)]
    public Task They_end_at_their_deadlines(int? milliseconds) => Run(async () =>
    {
        Tell(Reports.Of(1));
        Tell();
        var timeout = milliseconds is { } given ? TimeSpan.FromMilliseconds(given) : (TimeSpan?)null;
        var asked = Infer(timeLeft: timeout);
        await Pass((timeout ?? DefaultTimeout) - TimeSpan.FromMilliseconds(2));
        Assert.False(asked.IsCompleted);
        await Pass(TimeSpan.FromMilliseconds(4));
        Assert.Equal(FaultKind.DeadlineExceeded, (await asked).Fault!.Kind);
    });

    [Fact]
    public Task One_that_is_cancelled_leaves_at_once() => Run(async () =>
    {
        Tell(Reports.Of(1));
        Kill(1);
        using var cancellation = new CancellationTokenSource();
        var asked = _dispatcher.InferAsync(Sample.Request([1]), cancellation.Token).AsTask();
        await Pass(TimeSpan.FromMilliseconds(10));
        Assert.Equal(1, Waiting());
        cancellation.Cancel();
        Assert.Equal(FaultKind.Cancelled, (await asked).Fault!.Kind);
        Assert.Equal(0, Waiting());
    });

    [Fact]
    public Task They_count_as_demand() => Run(async () =>
    {
        Tell(Reports.Of(1));
        Tell();
        _ = Infer();
        _ = Infer();
        _router.Snapshot = Reports.Snapshot(++_sequence);
        await _dispatcher.RefreshAsync();
        var told = Assert.Single(_router.Demand[^1]!.Versions);
        Assert.Equal((2, 2, 2), (told.Arrivals, told.InFlight, told.Waiting));
    });

    [Fact]
    public Task They_end_when_the_model_is_unloaded() => Run(async () =>
    {
        Tell(Reports.Of(1));
        Tell();
        var asked = Infer();
        _catalog.Publish([FakeCatalog.Entry(1) with { IsWanted = false, Reason = "unloaded" }], []);
        await Pass(TimeSpan.FromMilliseconds(200));
        foreach (var outcome in new[] { await asked, await Infer() })
        {
            Assert.Equal(FaultKind.ModelNotReady, outcome.Fault!.Kind);
            Assert.Contains("unloaded", outcome.Fault.Message);
        }
    });

    [Fact]
    public Task They_end_at_once_where_no_silo_can_load_it() => Run(async () =>
    {
        Tell(Reports.Of(1), Loading(2));
        Kill(1);
        var asked = Infer();
        Tell(Reports.Of(2, state: PoolState.Failed, ready: 0) with { Reason = "CUDA out of memory" });
        Assert.Equal(FaultKind.Unavailable, (await asked).Fault!.Kind);
        Assert.Contains("CUDA out of memory", (await Infer()).Fault!.Message);
    });

    [Fact]
    public Task What_a_living_pool_answers_stands() => Run(async () =>
    {
        Tell(Reports.Of(1), Parked(2));
        Pool(1).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(FaultKind.Unavailable, "no replica is left"));
        Assert.Equal("no replica is left", (await Infer()).Fault!.Message);
        Assert.Empty(_woken);
    });

    [Fact]
    public Task A_pool_that_throws_lives_and_its_requests_wait_for_no_other() => Run(async () =>
    {
        Tell(Reports.Of(1), Parked(2));
        Pool(1).Answer = (_, _) => throw new InvalidOperationException("a mistake of the pool's");
        for (var i = 0; i < 2; i++) Assert.Contains("a mistake of the pool's", (await Infer()).Fault!.Message);
        Assert.Equal(2, Pool(1).Requests.Count);
        Assert.Empty(_woken);
    });

    private static Func<InferenceRequest, CancellationToken, Task<InferenceOutcome>> Success { get; } =
        (_, _) => Task.FromResult(InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [] }));

    private static Task Run(Func<Task> body) => SingleThread.Run(body);

    private static PoolReport Parked(int silo) => Reports.Of(silo, state: PoolState.Parked, ready: 0);

    private static PoolReport Loading(int silo) => Reports.Of(silo, state: PoolState.Loading, ready: 0);

    private void Kill(int silo) => Pool(silo).Answer = (_, _) => throw new SiloUnavailableException("the silo is dead");

    private FakePool Pool(int silo) => _pools.TryGetValue(silo, out var pool) ? pool : _pools[silo] = new FakePool();

    private int Waiting() => (int)_dispatcher.OwnSiloAsync(default).AsTask().GetAwaiter().GetResult().Sum(model => model.QueueDepth);

    private Task Pass(TimeSpan span) => SingleThread.Pass(_time, span);

    private void Tell(params PoolReport[] pools)
    {
        _sequence++;
        _dispatcher.Apply(Reports.Snapshot(_sequence, [.. pools.Select(pool => pool with { Sequence = 1_000_000 + _sequence })]));
    }

    private Task<InferenceOutcome> Infer(long? version = 1, TimeSpan? timeLeft = null) =>
        _dispatcher.InferAsync(Sample.Request([1]) with { Version = version, TimeLeft = timeLeft }, default).AsTask();
}
