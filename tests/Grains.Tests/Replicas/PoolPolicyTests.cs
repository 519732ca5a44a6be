using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

/// <summary>Who waits, for how long, and who is sent away: replicas that take 10 ms for each item, one request a batch.</summary>
public sealed class PoolPolicyTests
{
    private static readonly TimeSpan PerItem = TimeSpan.FromMilliseconds(10);

    private readonly ManualTime _time = new();
    private readonly List<string> _order = [];

    [Fact]
    public Task The_queue_of_each_level_has_its_own_bound() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0)
        {
            PriorityLevels = 2,
            DefaultPriority = 2,
            DefaultPolicy = new QueuePolicy { MaxQueueSize = 1 },
            LevelPolicies = ImmutableDictionary<int, QueuePolicy>.Empty.Add(1, new QueuePolicy { MaxQueueSize = 2 }),
        });
        Task<InferenceOutcome>[] admitted = [Infer(pool, "run"), Infer(pool, "2a"), Infer(pool, "1a", priority: 1), Infer(pool, "1b", priority: 1)];

        Assert.Contains("max_queue_size is 1", (await Infer(pool, "2b")).Fault!.Message, StringComparison.Ordinal);
        Assert.Contains("max_queue_size is 2", (await Infer(pool, "1c", priority: 1)).Fault!.Message, StringComparison.Ordinal);
        await Until(admitted);
        Assert.Equal(["run", "1a", "1b", "2a"], _order);
    });

    [Fact]
    public Task The_bytes_that_wait_are_bounded() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0) { MaxQueueBytes = 2 * sizeof(float) });
        Task<InferenceOutcome>[] admitted = [Infer(pool, "run"), Infer(pool, "a"), Infer(pool, "b")];

        var fault = (await Infer(pool, "c")).Fault!;
        Assert.Equal(FaultKind.QueueFull, fault.Kind);
        Assert.Contains("8 bytes", fault.Message, StringComparison.Ordinal);
        await Until(admitted);
    });

    [Fact]
    public Task Who_waits_for_longer_than_the_policy_allows_is_sent_away() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0) { DefaultPolicy = new QueuePolicy { DefaultTimeout = TimeSpan.FromMilliseconds(15) } });
        Task<InferenceOutcome>[] calls = [Infer(pool, "run"), Infer(pool, "second"), Infer(pool, "late")];
        await Until(calls);

        Assert.NotNull(calls[1].Result.Response); // its run ends after 20 ms, but it waited for 10 only
        Assert.Equal(FaultKind.DeadlineExceeded, calls[2].Result.Fault!.Kind);
        Assert.Contains("default_timeout_microseconds", calls[2].Result.Fault!.Message, StringComparison.Ordinal);
    });

    [Fact]
    public Task Or_goes_behind_the_others_where_the_policy_says_delay() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0)
        {
            DefaultPolicy = new QueuePolicy { DefaultTimeout = TimeSpan.FromMilliseconds(15), TimeoutAction = TimeoutAction.Delay },
        });
        List<Task<InferenceOutcome>> calls = [Infer(pool, "run"), Infer(pool, "a"), Infer(pool, "b")];
        await Pass(TimeSpan.FromMilliseconds(16));
        calls.Add(Infer(pool, "new"));
        await Until(calls);

        Assert.Equal(["run", "a", "new", "b"], _order);
    });

    [Fact]
    public Task What_cannot_be_done_in_time_is_refused_at_once_with_the_estimate() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0));
        await Until([Infer(pool, "learn")]);
        Task<InferenceOutcome>[] admitted = [Infer(pool, "a"), Infer(pool, "b"), Infer(pool, "c")];

        var hopeless = Infer(pool, "d", left: TimeSpan.FromMilliseconds(15));
        Assert.True(hopeless.IsCompleted);
        var fault = hopeless.Result.Fault!;
        Assert.Equal(FaultKind.DeadlineExceeded, fault.Kind);
        Assert.Contains("15 ms are left", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.RetryAfter!.Value.TotalMilliseconds, 9, 31);

        var early = Infer(pool, "e", left: TimeSpan.FromMilliseconds(35)); // before b and c, which have time
        Assert.False(early.IsCompleted);
        await Until([.. admitted, early]);
        Assert.NotNull(early.Result.Response);
        Assert.Equal(["learn", "a", "e", "b", "c"], _order);
    });

    [Fact]
    public Task A_pool_with_nothing_to_do_tries_what_looks_hopeless() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0));
        await Until([Infer(pool, "learn")]);
        var tried = Infer(pool, "tried", left: TimeSpan.FromMilliseconds(5));

        Assert.False(tried.IsCompleted);
        await Until([tried]);
        Assert.Equal(["learn", "tried"], _order);
    });

    [Fact]
    public Task Nobody_starves_behind_more_important_ones() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0) { PriorityLevels = 10, DefaultPriority = 10 });
        List<Task<InferenceOutcome>> calls = [Infer(pool, "run", priority: 1), Infer(pool, "low")];
        var headStart = 9 * BatchQueue.AgingPeriod;
        for (var came = TimeSpan.Zero; came < headStart + TimeSpan.FromSeconds(2); came += PerItem)
        {
            calls.Add(Infer(pool, came < headStart ? "high" : "too late", priority: 1));
            calls.Add(Infer(pool, came < headStart ? "high" : "too late", priority: 1)); // twice what can be done
            await Pass(PerItem);
        }
        for (var i = 0; i < 1000 && !_order.Contains("low"); i++) await Pass(PerItem);

        Assert.Contains("low", _order);
        Assert.True(_order.Count(id => id == "high") > 1000, "those that came soon after it went first");
        Assert.True(_order.Count(id => id == "too late") < 2 * BatchQueue.AgingPeriod / PerItem, "those that came long after it went behind");
    });

    [Fact]
    public Task Callers_that_contend_get_equal_shares() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(1, TimeSpan.Zero, 0));
        List<Task<InferenceOutcome>> calls = [.. Enumerable.Range(0, 20).Select(_ => Infer(pool, "flood", caller: "A"))];
        calls.AddRange(Enumerable.Range(0, 5).Select(_ => Infer(pool, "few", caller: "B")));
        await Until(calls);

        Assert.InRange(_order.Take(11).Count(id => id == "few"), 4, 5);
    });

    [Fact]
    public Task Callers_share_a_batch_too() => SingleThread.Run(async () =>
    {
        var pool = await Pool(new BatchingSpec(4, TimeSpan.Zero, 0));
        List<Task<InferenceOutcome>> calls = [.. Enumerable.Range(0, 12).Select(_ => Infer(pool, "flood", caller: "A"))];
        calls.AddRange(Enumerable.Range(0, 2).Select(_ => Infer(pool, "few", caller: "B")));
        await Until(calls);

        Assert.Equal(2, _order.Skip(1).Take(4).Count(id => id == "few"));
    });

    private async Task<ReplicaPool> Pool(BatchingSpec batching)
    {
        var pool = new ReplicaPool(
            new PoolKey(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1")), Sample.Spec() with { Batching = batching },
            _ => new TimedReplica(_time, PerItem) { Began = batch => _order.AddRange(batch.Select(request => request.RequestId)) },
            _time, () => { }, (_, _, _) => Task.FromResult(OfferAnswer.Declined), Sample.NoArrivals, NullLogger.Instance);
        await pool.Resize(1);
        return pool;
    }

    private static Task<InferenceOutcome> Infer(ReplicaPool pool, string id, uint priority = 0, TimeSpan? left = null, string caller = "") =>
        pool.Infer(Sample.Request([1]) with { RequestId = id, Priority = priority, TimeLeft = left, Caller = caller }, default);

    private Task Pass(TimeSpan span) => SingleThread.Pass(_time, span);

    private async Task Until(IEnumerable<Task<InferenceOutcome>> calls)
    {
        var all = Task.WhenAll(calls);
        for (var i = 0; i < 1000 && !all.IsCompleted; i++) await Pass(TimeSpan.FromMilliseconds(1));
        Assert.True(all.IsCompleted);
    }
}
