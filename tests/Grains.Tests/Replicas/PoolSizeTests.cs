using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

/// <summary>A pool that grows, shrinks and is parked while it has work.</summary>
public sealed class PoolSizeTests
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<int, FakeReplica> _replicas = [];

    [Fact]
    public Task With_no_replica_it_is_parked_and_hands_back_what_comes() => SingleThread.Run(async () =>
    {
        var pool = Pool(maxBatchSize: 4);
        await pool.Resize(0);

        Assert.Equal((PoolState.Parked, 0, false), (pool.Report(1).State, pool.Report(1).WantedReplicas, pool.Report(1).IsWaking));
        var answer = await pool.Infer(Sample.Request([1]), null, default);
        Assert.Null(answer.Outcome);
        Assert.True(answer.Load.IsParked);
        Assert.Empty(_replicas);
    });

    [Fact]
    public Task Shrinking_to_none_hands_back_the_queue_and_lets_the_batch_end() => SingleThread.Run(async () =>
    {
        var pool = await Ready(1);
        var running = pool.Infer(Sample.Request([1]), default);
        var queued = pool.Infer(Sample.Request([2]), null, default);
        await pool.Resize(0);

        Assert.Equal((PoolState.Parked, 0, 1), (pool.Report(1).State, pool.Report(1).ReadyReplicas, pool.Report(1).QueueDepth));
        Assert.Null((await queued).Outcome);
        Assert.True((await queued).Load.IsParked);
        Assert.Equal(0, _replicas[0].Unloads);
        _replicas[0].Finish();
        Assert.NotNull((await running).Response);
        await SingleThread.Until(() => _replicas[0].Unloads == 1);
        Assert.Equal((PoolState.Parked, 0), (pool.Report(2).State, pool.Report(2).QueueDepth));
    });

    [Fact]
    public Task A_replica_that_is_to_go_begins_no_further_batch() => SingleThread.Run(async () =>
    {
        var pool = await Ready(2);
        var all = Enumerable.Range(0, 3).Select(i => pool.Infer(Sample.Request([i]), default)).ToArray();
        await pool.Resize(1);
        Assert.Equal(1, pool.Report(1).ReadyReplicas);

        _replicas[1].Finish();
        await SingleThread.Until(() => _replicas[1].Unloads == 1);
        Assert.Single(_replicas[1].Batches);
        _replicas[0].IsInstant = true;
        _replicas[0].Finish();
        foreach (var each in await Task.WhenAll(all)) Assert.NotNull(each.Response);
        Assert.Equal(2, _replicas[0].Batches.Count);
    });

    [Fact]
    public Task Growing_again_keeps_a_replica_that_has_not_gone_yet() => SingleThread.Run(async () =>
    {
        var pool = await Ready(1);
        var running = pool.Infer(Sample.Request([1]), default);
        await pool.Resize(0);
        await pool.Resize(1);

        Assert.Equal((PoolState.Ready, 1), (pool.Report(1).State, pool.Report(1).ReadyReplicas));
        _replicas[0].IsInstant = true;
        _replicas[0].Finish();
        Assert.NotNull((await running).Response);
        Assert.NotNull((await pool.Infer(Sample.Request([2]), default)).Response);
        Assert.Equal(0, _replicas[0].Unloads);
    });

    [Fact]
    public Task What_comes_while_a_parked_pool_loads_is_handed_back_until_it_is_ready() => SingleThread.Run(async () =>
    {
        var pool = Pool(maxBatchSize: 4);
        await pool.Resize(0);
        var grown = pool.Resize(1);

        Assert.Equal((PoolState.Loading, true), (pool.Report(1).State, pool.Report(1).IsWaking));
        var answer = await pool.Infer(Sample.Request([1]), null, default);
        Assert.Null(answer.Outcome);
        Assert.True(answer.Load.IsParked);
        _replicas[0].Loaded();
        await grown;
        _replicas[0].IsInstant = true;
        Assert.Equal((PoolState.Ready, false), (pool.Report(2).State, pool.Report(2).IsWaking));
        Assert.NotNull((await pool.Infer(Sample.Request([2]), default)).Response);
    });

    [Fact]
    public Task A_first_load_is_no_waking() => SingleThread.Run(() =>
    {
        var pool = Pool(maxBatchSize: 4);
        _ = pool.Resize(1);
        Assert.Equal((PoolState.Loading, false, false), (pool.Report(1).State, pool.Report(1).IsWaking, pool.Load.IsParked));
        return Task.CompletedTask;
    });

    [Fact]
    public Task A_parked_pool_that_can_not_load_says_why_and_tries_again_after_a_while() => SingleThread.Run(async () =>
    {
        var pool = Pool(maxBatchSize: 4);
        await pool.Resize(0);
        var grown = pool.Resize(1);
        _replicas[0].LoadFailed("CUDA out of memory");
        await grown;

        Assert.Equal((PoolState.Failed, "CUDA out of memory"), (pool.Report(1).State, pool.Report(1).Reason));
        Assert.Equal(FaultKind.ModelNotReady, (await pool.Infer(Sample.Request([1]), default)).Fault!.Kind);
        _replicas[0].LoadsAgain();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(pool.Report(2).IsWaking);
        _replicas[0].Loaded();
        await SingleThread.Until(() => pool.Report(3).State == PoolState.Ready);
    });

    [Fact]
    public Task Shrinking_keeps_replicas_that_serve_rather_than_those_that_load() => SingleThread.Run(async () =>
    {
        var pool = Pool(maxBatchSize: 1);
        var grown = pool.Resize(2);
        _replicas[1].Loaded();
        await SingleThread.Until(() => pool.Report(1).ReadyReplicas == 1);
        var shrunk = pool.Resize(1);

        Assert.Equal(PoolState.Ready, pool.Report(2).State);
        _replicas[0].Loaded();
        await Task.WhenAll(grown, shrunk);
        Assert.Equal((1, 0, 1), (_replicas[0].Unloads, _replicas[1].Unloads, pool.Report(3).ReadyReplicas));
    });

    [Fact]
    public Task How_long_a_replica_took_to_load_is_known_when_none_is_left() => SingleThread.Run(async () =>
    {
        var pool = await Ready(1);
        await pool.Resize(0);
        Assert.Equal(TimeSpan.FromSeconds(2), pool.Report(1).LoadTime);
    });

    [Fact]
    public Task A_parked_pool_drains_at_once() => SingleThread.Run(async () =>
    {
        var pool = await Ready(1);
        await pool.Resize(0);
        await pool.Drain();
        Assert.Equal(PoolState.Gone, pool.Report(1).State);
        Assert.Equal(FaultKind.ModelNotReady, (await pool.Infer(Sample.Request([1]), default)).Fault!.Kind);
    });

    private ReplicaPool Pool(int maxBatchSize) => new(
        new PoolKey(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1")), Sample.Spec(maxBatchSize),
        slot => _replicas[slot] = new FakeReplica(), _time, () => { }, (_, _, _) => Task.FromResult(OfferAnswer.Declined), Sample.NoArrivals, NullLogger.Instance);

    private async Task<ReplicaPool> Ready(int replicas)
    {
        var pool = Pool(maxBatchSize: 1);
        var resized = pool.Resize(replicas);
        foreach (var replica in _replicas.Values) replica.Loaded();
        await resized;
        return pool;
    }
}
