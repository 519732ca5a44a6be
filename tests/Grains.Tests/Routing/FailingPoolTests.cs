using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;
using OrleansInference.Work;

namespace OrleansInference.Routing;

/// <summary>Pools that hang, break or are late, seen through the dispatcher.</summary>
public sealed class FailingPoolTests
{
    private static readonly WorkCoefficients TenMilliseconds = new(0.01, 0, 0, 0);

    private readonly ManualTime _time = new();
    private readonly Dictionary<int, FakePool> _pools = [];
    private readonly FailureOptions _failures = new();
    private readonly FakeRouter _router = new();
    private Dispatcher _dispatcher = null!;

    [Fact]
    public Task A_pool_that_hangs_is_given_up_and_the_request_is_done_elsewhere() => Serving(2, async () =>
    {
        await Learn();
        Hang(1);
        var call = Infer();
        await Pass(TimeSpan.FromMilliseconds(990));
        Assert.False(call.IsCompleted);
        await Pass(TimeSpan.FromMilliseconds(20));

        var outcome = await call;
        Assert.NotNull(outcome.Response);
        Assert.True(outcome.InputsInUse); // the hung pool may read them yet
        Assert.Equal(0, _dispatcher.InFlight);
    });

    [Fact]
    public Task A_late_answer_of_a_pool_that_was_given_up_shows_that_it_lives() => Serving(2, async () =>
    {
        await Learn();
        foreach (var isHeard in new[] { false, true })
        {
            var held = Hang(1);
            var call = Infer();
            await Pass(TimeSpan.FromMilliseconds(1010));
            Assert.NotNull((await call).Response);
            Pool(1).Answer = (_, _) => Task.FromResult(Success);
            if (isHeard) held.SetResult(Success);

            var asked = Pool(1).Requests.Count;
            await Infer();
            Assert.Equal(isHeard, Pool(1).Requests.Count > asked);
            await Pass(TimeSpan.FromMilliseconds(1010));
            await Infer();
        }
    });

    [Fact]
    public Task Where_no_other_pool_is_there_a_request_has_all_its_time() => Serving(1, async () =>
    {
        await Learn();
        var held = Hang(1);
        var call = Infer();
        await Pass(TimeSpan.FromSeconds(30));
        Assert.False(call.IsCompleted);
        held.SetResult(Success);
        Assert.False((await call).InputsInUse);
    });

    [Fact]
    public Task Where_another_pool_comes_meanwhile_the_request_goes_there() => Serving(1, async () =>
    {
        await Learn();
        Hang(1);
        Pool(2).Answer = (_, _) => Task.FromResult(Success);
        var call = Infer();
        Show(pools: 2, sequence: 2);
        await Pass(TimeSpan.FromSeconds(3));
        Assert.NotNull((await call).Response);
        Assert.Single(Pool(2).Requests);
    });

    [Fact]
    public Task A_pool_that_breaks_five_times_in_a_row_gets_nothing_until_its_time_is_over() => Serving(3, async () =>
    {
        await Learn();
        Pool(1).Answer = (_, _) => throw new InvalidOperationException("a bug");
        for (var i = 0; i < 30; i++) Assert.NotNull((await Infer()).Response);
        var asked = Pool(1).Requests.Count;
        for (var i = 0; i < 30; i++) await Infer();
        Assert.Equal(asked, Pool(1).Requests.Count);

        Pool(1).Answer = (_, _) => Task.FromResult(Success);
        await Pass(TimeSpan.FromSeconds(11));
        for (var i = 0; i < 30; i++) await Infer();
        Assert.True(Pool(1).Requests.Count > asked + 3, "it has not come back");
    });

    [Fact]
    public Task Pools_of_silos_that_are_gone_are_asked_once_a_second_and_fail_nothing_however_long_the_table_has_them() => Serving(3, async () =>
    {
        await Learn();
        foreach (var silo in new[] { 1, 2 }) Pool(silo).Answer = (_, _) => throw new OrleansException("which is not in the cluster");
        Pool(3).Answer = async (_, _) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, CancellationToken.None);
            return Success;
        };
        var asked = Pool(1).Requests.Count + Pool(2).Requests.Count;
        for (var i = 0; i < 200; i++)
        {
            var calls = Enumerable.Range(0, 3).Select(_ => Infer()).ToList();
            await Pass(TimeSpan.FromMilliseconds(50));
            foreach (var outcome in await Task.WhenAll(calls)) Assert.NotNull(outcome.Response);
        }
        Assert.InRange(Pool(1).Requests.Count + Pool(2).Requests.Count - asked, 2, 22);
    });

    [Fact]
    public Task Retries_are_bounded_by_a_share_of_the_traffic() => Serving(3, async () =>
    {
        foreach (var silo in new[] { 1, 2, 3 }) Pool(silo).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(FaultKind.Unavailable, "no replica is left"));
        for (var i = 0; i < 300; i++) Assert.Equal(FaultKind.Unavailable, (await Infer()).Fault!.Kind);

        // A tenth of 300, and three a second over ten seconds.
        Assert.InRange(_pools.Values.Sum(pool => pool.Requests.Count) - 300, 30, 60);
    });

    [Fact]
    public async Task A_late_request_is_copied_to_another_pool_and_the_loser_is_cancelled()
    {
        _failures.HedgeShare = 0.5;
        await Serving(2, async () =>
        {
            await Learn();
            var cancelled = false;
            Pool(1).Answer = async (_, cancellationToken) =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    cancelled = true;
                }
                return InferenceOutcome.Of(FaultKind.Cancelled, "gone");
            };
            var before = Pool(2).Requests.Count;
            var call = Infer();
            await Pass(TimeSpan.FromMilliseconds(60));

            Assert.NotNull((await call).Response);
            Assert.Equal(1, Pool(2).Requests.Count - before);
            await SingleThread.Until(() => cancelled);
            Assert.Equal(0, _dispatcher.InFlight);

            // 150 to learn from, and this one once.
            _router.Snapshot = Reports.Snapshot(1);
            await _dispatcher.RefreshAsync();
            Assert.Equal((151, 0), _router.Demand[^1]!.Versions.Select(version => (version.Arrivals, version.InFlight)).Single());
        });
    }

    [Theory]
    [InlineData(FaultKind.ModelError), InlineData(FaultKind.InvalidInput), InlineData(FaultKind.DeadlineExceeded), InlineData(FaultKind.Cancelled)]
    public Task What_the_model_or_the_caller_is_to_blame_for_counts_against_no_pool(FaultKind kind) => Serving(2, async () =>
    {
        await Learn();
        Pool(1).Answer = (_, _) => Task.FromResult(InferenceOutcome.Of(kind, "no"));
        var before = Pool(1).Requests.Count;
        for (var i = 0; i < 40; i++) await Infer();
        Assert.Equal(before + 40, Pool(1).Requests.Count);
    });

    private static InferenceOutcome Success => InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [] });

    private Task Serving(int pools, Func<Task> body) => SingleThread.Run(async () =>
    {
        var transport = new RoutingTransport(Reports.Silo(1), _ => _router, key => Pool(key.Silo.Endpoint.Port - 11110));
        _dispatcher = new Dispatcher(
            FakeCatalog.Of(FakeCatalog.Entry(1)), transport, Options.Create(new DispatcherOptions { DefaultTimeout = TimeSpan.FromMinutes(5) }), Options.Create(_failures),
            _time, NullLogger<Dispatcher>.Instance);
        Show(pools, sequence: 1);
        await body();
    });

    private void Show(int pools, long sequence) => _dispatcher.Apply(Reports.Snapshot(
        sequence, [.. Enumerable.Range(1, pools).Select(silo => Reports.Of(silo, sequence) with { Cost = TenMilliseconds, CostSamples = 100, ReadyFor = TimeSpan.FromHours(1) })]));

    /// <summary>Enough answers, each on time, for what is late to be told.</summary>
    private async Task Learn()
    {
        foreach (var pool in _pools.Values) pool.Answer = async (_, _) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), _time, CancellationToken.None);
                return Success;
            };
        for (var i = 0; i < 150; i++)
        {
            var call = Infer();
            await Pass(TimeSpan.FromMilliseconds(11));
            await call;
        }
        foreach (var pool in _pools.Values) pool.Answer = (_, _) => Task.FromResult(Success);
    }

    private TaskCompletionSource<InferenceOutcome> Hang(int silo)
    {
        var held = new TaskCompletionSource<InferenceOutcome>();
        Pool(silo).Answer = (_, _) => held.Task;
        return held;
    }

    private Task Pass(TimeSpan span) => SingleThread.Pass(_time, span);

    private FakePool Pool(int silo) => _pools.TryGetValue(silo, out var pool) ? pool : _pools[silo] = new FakePool();

    private Task<InferenceOutcome> Infer() => _dispatcher.InferAsync(Sample.Request([1]), default).AsTask();
}
