using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

public sealed class ReplicaPoolTests
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<int, FakeReplica> _replicas = [];
    private int _changes;

    [Fact]
    public Task Is_loading_until_the_first_replica_is_there() => SingleThread.Run(async () =>
    {
        var pool = Pool(Sample.Spec(replicas: 2));
        var resized = pool.Resize(2);

        Assert.Equal(PoolState.Loading, pool.Report(1).State);
        Assert.Equal(FaultKind.ModelNotReady, (await pool.Infer(Sample.Request([1]), default)).Fault!.Kind);
        _replicas[0].Loaded();
        await SingleThread.Until(() => pool.Report(1).State == PoolState.Ready);

        var report = pool.Report(7);
        Assert.Equal((7, 1, 1, TimeSpan.FromSeconds(2), "cpu"), (report.Sequence, report.ReadyReplicas, report.LoadingReplicas, report.LoadTime, report.Devices));
        Assert.False(resized.IsCompleted);
        _replicas[1].Loaded();
        await resized;
        Assert.Equal(2, pool.Report(8).ReadyReplicas);
    });

    [Fact]
    public Task An_answer_says_how_long_its_batch_took() => SingleThread.Run(async () =>
    {
        var pool = Pool(Sample.Spec());
        var resized = pool.Resize(1);
        _replicas[0].Loaded();
        await resized;
        var first = pool.Infer(Sample.Request([1]), null, default);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        var second = pool.Infer(Sample.Request([2]), null, default);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        _replicas[0].Finish();
        Assert.Equal(TimeSpan.FromMilliseconds(15), (await first).BatchTime);

        _time.Advance(TimeSpan.FromMilliseconds(7));
        _replicas[0].Finish();
        Assert.Equal(TimeSpan.FromMilliseconds(7), (await second).BatchTime); // of the 12 that it was there
    });

    [Fact]
    public Task Asking_again_for_the_same_size_waits_for_the_same_replicas() => SingleThread.Run(async () =>
    {
        var pool = Pool(Sample.Spec());
        var first = pool.Resize(1);
        var again = pool.Resize(1);
        Assert.False(again.IsCompleted);

        _replicas[0].Loaded();
        await Task.WhenAll(first, again);
        Assert.Equal(1, pool.Report(1).ReadyReplicas);
    });

    [Fact]
    public Task A_pool_whose_replicas_all_fail_says_why() => SingleThread.Run(async () =>
    {
        var pool = Pool(Sample.Spec());
        var resized = pool.Resize(1);
        _replicas[0].LoadFailed("the archive is corrupt");
        await resized;

        Assert.Equal((PoolState.Failed, "the archive is corrupt"), (pool.Report(1).State, pool.Report(1).Reason));
        var fault = (await pool.Infer(Sample.Request([1]), default)).Fault!;
        Assert.Equal(FaultKind.ModelNotReady, fault.Kind);
        Assert.Contains("the archive is corrupt", fault.Message);
    });

    [Fact]
    public Task What_queues_while_a_replica_is_busy_becomes_its_next_batch() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        var first = pool.Infer(Sample.Request([1]), default);
        var rest = Enumerable.Range(2, 3).Select(i => pool.Infer(Sample.Request([i]), default)).ToArray();
        Assert.Equal(4, pool.Report(1).QueueDepth);

        _replicas[0].Finish();
        await first;
        await SingleThread.Until(() => _replicas[0].Batches.Count == 2);
        Assert.Equal(3, _replicas[0].Batches[1].Length);
        _replicas[0].Finish();
        foreach (var each in await Task.WhenAll(rest)) Assert.NotNull(each.Response);
        Assert.Equal(0, pool.Report(2).QueueDepth);
    });

    [Fact]
    public Task Each_replica_runs_one_batch_at_a_time() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxBatchSize: 1, replicas: 2));
        var all = Enumerable.Range(0, 5).Select(i => pool.Infer(Sample.Request([i]), default)).ToArray();

        Assert.Equal([1, 1], _replicas.Values.Select(replica => replica.Batches.Count));
        foreach (var replica in _replicas.Values)
        {
            replica.IsInstant = true;
            replica.Finish();
        }
        await Task.WhenAll(all);
        Assert.Equal(5, _replicas.Values.Sum(replica => replica.Batches.Count));
    });

    [Fact]
    public Task An_incomplete_batch_runs_when_its_delay_is_over() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxQueueDelay: TimeSpan.FromMilliseconds(5)));
        _replicas[0].IsInstant = true;
        var both = Task.WhenAll(pool.Infer(Sample.Request([1]), default), pool.Infer(Sample.Request([2]), default));
        Assert.Empty(_replicas[0].Batches);

        _time.Advance(TimeSpan.FromMilliseconds(5));
        await both;
        Assert.Equal(2, Assert.Single(_replicas[0].Batches).Length);
    });

    [Fact]
    public Task A_request_that_waits_past_its_deadline_leaves_the_queue() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxBatchSize: 1));
        var running = pool.Infer(Sample.Request([1]), default);
        var late = pool.Infer(Sample.Request([2]) with { TimeLeft = TimeSpan.FromMilliseconds(50) }, default);

        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(FaultKind.DeadlineExceeded, (await late).Fault!.Kind);
        Assert.Equal(1, pool.Report(1).QueueDepth);
        _replicas[0].Finish();
        await running;
        Assert.Single(_replicas[0].Batches);
    });

    [Fact]
    public Task A_cancelled_request_leaves_the_queue() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxBatchSize: 1));
        using var cancellation = new CancellationTokenSource();
        var running = pool.Infer(Sample.Request([1]), default);
        var cancelled = pool.Infer(Sample.Request([2]), cancellation.Token);

        await cancellation.CancelAsync();
        Assert.Equal(FaultKind.Cancelled, (await cancelled).Fault!.Kind);
        _replicas[0].Finish();
        await running;
        Assert.Single(_replicas[0].Batches);
    });

    [Fact]
    public Task The_answer_to_a_caller_who_left_while_it_ran_is_given_back() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        var late = pool.Infer(Sample.Request([1]) with { TimeLeft = TimeSpan.FromMilliseconds(50) }, default);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(FaultKind.DeadlineExceeded, (await late).Fault!.Kind);

        _replicas[0].Finish();
        await SingleThread.Until(() => _replicas[0].LastOutput?.Releases == 1);
        Assert.Equal(0, pool.Report(1).QueueDepth);
    });

    [Fact]
    public Task A_full_queue_refuses_at_once() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxBatchSize: 1, maxQueueSize: 1));
        var admitted = new[] { pool.Infer(Sample.Request([1]), default), pool.Infer(Sample.Request([2]), default) };

        var fault = (await pool.Infer(Sample.Request([3]), default)).Fault!;
        Assert.Equal(FaultKind.QueueFull, fault.Kind);
        Assert.Contains("max_queue_size is 1", fault.Message);
        _replicas[0].IsInstant = true;
        _replicas[0].Finish();
        foreach (var each in await Task.WhenAll(admitted)) Assert.NotNull(each.Response);
    });

    [Theory]
    [InlineData(0, "brings 0")]
    [InlineData(9, "brings 9")]
    public Task Refuses_an_empty_and_an_over_long_batch(int items, string expected) => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        var request = Sample.Request([1f]) with { Inputs = [Sample.Tensor("x", [items, 1], new float[items])] };

        var fault = (await pool.Infer(request, default)).Fault!;
        Assert.Equal(FaultKind.InvalidInput, fault.Kind);
        Assert.Contains(expected, fault.Message);
    });

    [Fact]
    public Task A_replica_that_throws_fails_its_batch_and_serves_the_next() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        _replicas[0].IsInstant = true;
        _replicas[0].Throws = new InvalidOperationException("broken");
        Assert.Equal(FaultKind.Unavailable, (await pool.Infer(Sample.Request([1]), default)).Fault!.Kind);

        _replicas[0].Throws = null;
        Assert.NotNull((await pool.Infer(Sample.Request([1]), default)).Response);
    });

    [Fact]
    public Task A_replica_that_can_run_nothing_is_loaded_anew_after_growing_pauses() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        _replicas[0].IsInstant = true;
        _replicas[0].Throws = new InvalidOperationException("the device is lost");
        await Fail();
        await SingleThread.Until(() => pool.Report(1).State == PoolState.Ready);
        Assert.Equal(1, _replicas[0].Unloads);

        await Fail();
        Assert.Equal((PoolState.Loading, 1), (pool.Report(1).State, pool.Report(1).LoadingReplicas));
        Assert.Contains("the device is lost", pool.Report(1).Reason);
        _time.Advance(TimeSpan.FromSeconds(1));
        await SingleThread.Until(() => pool.Report(1).State == PoolState.Ready);
        Assert.Equal(2, _replicas[0].Unloads);

        _replicas[0].Throws = null;
        Assert.NotNull((await pool.Infer(Sample.Request([1]), default)).Response);

        async Task Fail()
        {
            for (var i = 0; i < ReplicaSet.FaultsBeforeReload; i++)
                Assert.Equal(FaultKind.Unavailable, (await pool.Infer(Sample.Request([1]), default)).Fault!.Kind);
        }
    });

    [Fact]
    public Task A_replica_whose_device_broke_is_loaded_anew() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        _replicas[0].IsInstant = true;
        (_replicas[0].Refuses, _replicas[0].Refusal) = (true, FaultKind.DeviceLost);
        for (var i = 0; i < ReplicaSet.FaultsBeforeReload; i++)
            Assert.Equal(FaultKind.DeviceLost, (await pool.Infer(Sample.Request([1]), default)).Fault!.Kind);

        Assert.Equal(1, _replicas[0].Unloads);
    });

    [Fact]
    public Task A_program_that_refuses_its_inputs_is_not_loaded_anew() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        _replicas[0].IsInstant = true;
        _replicas[0].Refuses = true;
        for (var i = 0; i < 2 * ReplicaSet.FaultsBeforeReload; i++)
            Assert.Equal(FaultKind.ModelError, (await pool.Infer(Sample.Request([1]), default)).Fault!.Kind);

        Assert.Equal((PoolState.Ready, 0), (pool.Report(1).State, _replicas[0].Unloads));
    });

    [Fact]
    public Task Drains_what_it_has_refuses_what_comes_and_unloads() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxBatchSize: 1));
        var admitted = new[] { pool.Infer(Sample.Request([1]), default), pool.Infer(Sample.Request([2]), default) };
        var drained = pool.Drain();

        Assert.Equal(PoolState.Draining, pool.Report(1).State);
        Assert.Equal(FaultKind.ModelNotReady, (await pool.Infer(Sample.Request([3]), default)).Fault!.Kind);
        Assert.False(drained.IsCompleted);
        _replicas[0].IsInstant = true;
        _replicas[0].Finish();
        foreach (var each in await Task.WhenAll(admitted)) Assert.NotNull(each.Response);
        await drained;
        Assert.Equal((1, PoolState.Gone), (_replicas[0].Unloads, pool.Report(2).State));
    });

    [Fact]
    public Task A_pool_that_has_drained_stays_gone() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec());
        await Task.WhenAll(pool.Drain(), pool.Drain());
        await pool.Resize(1);

        Assert.Equal((PoolState.Gone, 1), (pool.Report(1).State, _replicas[0].Unloads));
    });

    [Fact]
    public Task Counts_each_request_once_with_its_times() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxQueueSize: 2));
        var first = pool.Infer(Sample.Request([1], [2]), default);
        var queued = new[] { pool.Infer(Sample.Request([3]), default), pool.Infer(Sample.Request([4]) with { TimeLeft = TimeSpan.FromMilliseconds(10) }, default) };
        Assert.Equal(FaultKind.QueueFull, (await pool.Infer(Sample.Request([5]), default)).Fault!.Kind);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(FaultKind.DeadlineExceeded, (await queued[1]).Fault!.Kind);
        _replicas[0].Finish();
        await first;
        await SingleThread.Until(() => _replicas[0].Batches.Count == 2);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        _replicas[0].Finish();
        await queued[0];

        var statistics = pool.Statistics;
        Assert.Equal(new DurationSum(2, TimeSpan.FromMilliseconds(10 + 15)), statistics.Success);
        Assert.Equal(new DurationSum(2, TimeSpan.FromMilliseconds(10)), statistics.Fail);
        Assert.Equal(new DurationSum(2, TimeSpan.FromMilliseconds(0 + 10)), statistics.Queue);
        Assert.Equal(new DurationSum(2, TimeSpan.FromTicks(40)), statistics.Infer);
        Assert.Equal((3, 2), (statistics.Items, statistics.Passes));
        Assert.Equal([1, 2], statistics.BatchSizes.Select(size => size.Items));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), statistics.LastRequest);
        await pool.Drain();
        Assert.NotNull((await pool.Infer(Sample.Request([6]), default)).Fault);
        Assert.Equal(2, pool.Statistics.Fail.Count);
    });

    [Fact]
    public Task Shrinking_lets_a_busy_replica_finish_first() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxBatchSize: 1, replicas: 2));
        var both = new[] { pool.Infer(Sample.Request([1]), default), pool.Infer(Sample.Request([2]), default) };

        await pool.Resize(1);
        Assert.Equal(0, _replicas[1].Unloads);
        _replicas[1].Finish();
        _replicas[0].Finish();
        foreach (var each in await Task.WhenAll(both)) Assert.NotNull(each.Response);
        await SingleThread.Until(() => _replicas[1].Unloads == 1);
        Assert.Equal(1, pool.Report(1).ReadyReplicas);
    });

    [Fact]
    public Task What_waits_for_the_last_replica_is_told_and_counted_when_that_can_not_be_loaded_anew() => SingleThread.Run(async () =>
    {
        var pool = await Ready(Sample.Spec(maxBatchSize: 1));
        _replicas[0].Throws = new InvalidOperationException("the device is lost");
        _replicas[0].LoadsAgain();
        var all = Enumerable.Range(0, ReplicaSet.FaultsBeforeReload + 1).Select(i => pool.Infer(Sample.Request([i]), default)).ToArray();
        for (var i = 1; i <= ReplicaSet.FaultsBeforeReload; i++)
        {
            await SingleThread.Until(() => _replicas[0].Batches.Count == i);
            _replicas[0].Finish();
        }
        await SingleThread.Until(() => pool.Report(1).LoadingReplicas == 1);
        Assert.False(all[^1].IsCompleted);
        _replicas[0].LoadFailed("out of memory");

        var fault = (await all[^1]).Fault!;
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("out of memory", fault.Message);
        Assert.Equal(all.Length, pool.Statistics.Fail.Count);
    });

    private ReplicaPool Pool(ModelSpec spec) => new(
        new PoolKey(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1")), spec,
        slot => _replicas[slot] = new FakeReplica(), _time, () => _changes++, (_, _, _) => Task.FromResult(OfferAnswer.Declined), Sample.NoArrivals, NullLogger.Instance);

    private async Task<ReplicaPool> Ready(ModelSpec spec)
    {
        var pool = Pool(spec);
        var resized = pool.Resize(spec.Replicas.Length);
        foreach (var replica in _replicas.Values) replica.Loaded();
        await resized;
        Assert.True(_changes > 0);
        return pool;
    }
}
