using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

/// <summary>What a pool says of its load: replicas that take 10 ms for each item.</summary>
public sealed class PoolReportTests
{
    private static readonly TimeSpan PerItem = TimeSpan.FromMilliseconds(10);

    private readonly ManualTime _time = new();

    [Fact]
    public Task Work_is_what_waits_and_what_is_left_of_what_runs() => SingleThread.Run(async () =>
    {
        var pool = await Pool(Sample.Spec(maxBatchSize: 1, replicas: 2));
        await Learn(pool);
        var calls = Enumerable.Range(0, 5).Select(_ => pool.Infer(Sample.Request([1]), default)).ToArray();
        AssertMilliseconds(50, pool.Report(1).QueuedSeconds);

        await SingleThread.Pass(_time, TimeSpan.FromMilliseconds(6));
        AssertMilliseconds(38, pool.Report(2).QueuedSeconds);
        await Until(calls);
        Assert.Equal(0, pool.Report(3).QueuedSeconds);
    });

    [Fact]
    public Task Queued_work_counts_the_base_once_for_each_batch_that_it_makes() => SingleThread.Run(async () =>
    {
        var pool = await Pool(Sample.Spec(maxBatchSize: 4));
        await Learn(pool);
        var calls = Enumerable.Range(0, 10).Select(_ => pool.Infer(Sample.Request([1]), default)).ToArray(); // 1 runs, 9 wait: 4, 4, 1

        var report = pool.Report(1);
        var cost = report.Cost!.Value;
        AssertMilliseconds(10 + (1000 * ((3 * cost.Base) + (9 * (cost.PerItem + cost.PerElement + cost.PerSquaredLength)))), report.QueuedSeconds);
        Assert.Equal(4, report.BatchSize);
        await Until(calls);
    });

    [Fact]
    public Task Says_nothing_of_costs_before_it_has_learned_any() => SingleThread.Run(async () =>
    {
        var pool = await Pool(Sample.Spec(maxBatchSize: 0));
        var call = pool.Infer(Sample.Request([1]), default);
        var report = pool.Report(1);

        Assert.Equal((1, 0, null, TimeSpan.Zero, 1), (report.QueueDepth, report.QueuedSeconds, report.Cost, report.Latency, report.BatchSize));
        await Until([call]);
        report = pool.Report(2);
        Assert.NotNull(report.Cost);
        Assert.Equal(PerItem, report.Latency);
    });

    [Fact]
    public Task A_missed_deadline_counts_for_the_latency() => SingleThread.Run(async () =>
    {
        var pool = await Pool(Sample.Spec());
        await Until([pool.Infer(Sample.Request([1]) with { TimeLeft = TimeSpan.FromMilliseconds(4) }, default)]);

        Assert.Equal(TimeSpan.FromMilliseconds(4), pool.Report(1).Latency);
    });

    [Fact]
    public Task Is_ready_since_the_first_replica_was_there() => SingleThread.Run(async () =>
    {
        var pool = new ReplicaPool(Key, Sample.Spec(), _ => new TimedReplica(_time, PerItem), _time, () => { }, (_, _, _) => Task.FromResult(OfferAnswer.Declined), Sample.NoArrivals, NullLogger.Instance);
        await SingleThread.Pass(_time, PerItem);
        Assert.Equal(TimeSpan.Zero, pool.Report(1).ReadyFor);

        await pool.Resize(1);
        await SingleThread.Pass(_time, 2 * PerItem);
        await pool.Resize(2);
        await SingleThread.Pass(_time, PerItem);
        Assert.Equal(3 * PerItem, pool.Report(2).ReadyFor);

        await pool.Resize(0);
        await SingleThread.Pass(_time, PerItem);
        Assert.Equal(TimeSpan.Zero, pool.Report(3).ReadyFor);
    });

    private static PoolKey Key => new(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1"));

    private static void AssertMilliseconds(double expected, double seconds) => Assert.Equal(expected / 1000, seconds, tolerance: expected / 1e5);

    private async Task<ReplicaPool> Pool(ModelSpec spec)
    {
        var pool = new ReplicaPool(Key, spec, _ => new TimedReplica(_time, PerItem), _time, () => { }, (_, _, _) => Task.FromResult(OfferAnswer.Declined), Sample.NoArrivals, NullLogger.Instance);
        await pool.Resize(spec.Replicas.Length);
        return pool;
    }

    private Task Learn(ReplicaPool pool) => Until([pool.Infer(Sample.Request([1]), default)]);

    private async Task Until(Task<InferenceOutcome>[] calls)
    {
        for (var i = 0; !calls.All(call => call.IsCompleted); i++)
        {
            Assert.True(i < 1000, "The calls did not end within a second.");
            await SingleThread.Pass(_time, TimeSpan.FromMilliseconds(1));
        }
    }
}
