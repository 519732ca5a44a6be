using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

public sealed class ArrivalsTests
{
    private static readonly TimeSpan PerItem = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private readonly List<int> _batches = [];
    private readonly TaskCompletionSource _come = new();
    private int _asked;

    [Fact]
    public Task A_request_that_comes_alone_waits_for_no_other() => SingleThread.Run(async () =>
    {
        var pool = await Pool(replicas: 1);
        for (var i = 0; i < 3; i++)
        {
            var call = pool.Infer(Sample.Request([1]), null, default);
            Assert.Equal(i + 1, _batches.Count);
            await SingleThread.Pass(_time, PerItem);
            Assert.NotNull((await call).Outcome!.Response);
        }
        Assert.Equal(0, _asked);
    });

    [Fact]
    public Task Requests_that_come_at_a_time_share_a_batch() => SingleThread.Run(async () =>
    {
        var pool = await Pool(replicas: 2);
        Task<PoolAnswer>[] calls = [.. Enumerable.Range(0, 5).Select(_ => pool.Infer(Sample.Request([1]), null, default))];
        Assert.Equal([1], _batches); // nobody was there before it
        _come.SetResult();
        await SingleThread.Until(() => _batches.Count == 2);
        Assert.Equal([1, 4], _batches);
        Assert.Equal(1, _asked);

        await SingleThread.Pass(_time, 4 * PerItem);
        Assert.All(calls, call => Assert.NotNull(call.Result.Outcome!.Response));
    });

    [Fact]
    public Task After_a_batch_of_several_the_next_request_waits_for_company() => SingleThread.Run(async () =>
    {
        var pool = await Pool(replicas: 1);
        Task<PoolAnswer>[] calls = [.. Enumerable.Range(0, 3).Select(_ => pool.Infer(Sample.Request([1]), null, default))];
        await SingleThread.Pass(_time, PerItem);
        await SingleThread.Pass(_time, 2 * PerItem);
        Assert.Equal([1, 2], _batches);
        Assert.All(calls, call => Assert.True(call.IsCompleted));

        var next = pool.Infer(Sample.Request([1]), null, default);
        Assert.Equal([1, 2], _batches);
        _come.SetResult();
        await SingleThread.Until(() => _batches.Count == 3);
        await SingleThread.Pass(_time, PerItem);
        Assert.NotNull((await next).Outcome!.Response);
    });

    private async Task<ReplicaPool> Pool(int replicas)
    {
        var pool = new ReplicaPool(
            new PoolKey(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1")), Sample.Spec(replicas: replicas),
            _ => new TimedReplica(_time, PerItem) { Began = batch => _batches.Add(batch.Length) },
            _time, () => { }, (_, _, _) => Task.FromResult(OfferAnswer.Declined), new Arrivals(Come), NullLogger.Instance);
        await pool.Resize(replicas);
        return pool;
    }

    private Task Come()
    {
        _asked++;
        return _come.Task;
    }
}
