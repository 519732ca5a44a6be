using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

public sealed class BatchQueueTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _arrivals;

    [Fact]
    public void Takes_requests_of_equal_shape_together_up_to_the_maximum()
    {
        var queue = Queue(maxBatchSize: 3);
        var pending = Add(queue, Enumerable.Range(0, 5).Select(_ => Request(length: 4)));

        Assert.Equal(pending[..3], Take(queue));
        Assert.Equal(pending[3..], Take(queue));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Never_mixes_shapes_or_types_or_input_names()
    {
        var queue = Queue(maxBatchSize: 8);
        var requests = new[]
        {
            Request(length: 4), Request(length: 5),
            Request(length: 4) with { Inputs = [Sample.Tensor("z", [1, 4], 1, 2, 3, 4)] },
            Request(length: 4) with { Inputs = [Sample.Tensor("x", [1, 4], 1, 2, 3, 4) with { DataType = TensorDataType.Int32 }] },
            Request(length: 4) with { Inputs = [Sample.Tensor("x", [1, 2, 2], 1, 2, 3, 4)] },
        };
        var pending = Add(queue, requests);

        foreach (var each in pending) Assert.Equal([each], Take(queue));
    }

    [Fact]
    public void Counts_items_not_requests_and_lets_a_smaller_request_fill_the_gap()
    {
        var queue = Queue(maxBatchSize: 4);
        var pending = Add(queue, [Request(4, items: 3), Request(4, items: 2), Request(4, items: 1)]);

        Assert.Equal([pending[0], pending[2]], Take(queue));
        Assert.Equal([pending[1]], Take(queue));
    }

    [Fact]
    public void The_more_important_goes_first_then_the_earlier_deadline_then_arrival()
    {
        var queue = Queue(maxBatchSize: 1);
        var late = Request(4) with { TimeLeft = TimeSpan.FromSeconds(9) };
        var soon = Request(4) with { TimeLeft = TimeSpan.FromSeconds(1) };
        var pending = Add(queue, [Request(4), late, soon, Request(4) with { Priority = 2 }, Request(4) with { Priority = 1 }, Request(4)]);

        var order = Enumerable.Range(0, 6).Select(_ => Assert.Single(Take(queue)!)).ToArray();

        Assert.Equal([pending[4], pending[3], pending[2], pending[1], pending[0], pending[5]], order);
    }

    [Fact]
    public void An_incomplete_batch_waits_for_the_delay_and_no_longer()
    {
        var delay = TimeSpan.FromMilliseconds(5);
        var queue = Queue(maxBatchSize: 2, delay: delay);
        var pending = Add(queue, [Request(4)]);

        Assert.False(queue.TryTake(Now, 1, out _, out var readyAt));
        Assert.Equal(Now + delay, readyAt);
        Assert.True(queue.TryTake(Now + delay, 1, out var batch, out _));
        Assert.Equal(pending, batch.Requests);
    }

    [Fact]
    public void A_full_batch_does_not_wait_for_the_delay()
    {
        var queue = Queue(maxBatchSize: 2, delay: TimeSpan.FromSeconds(1));
        var pending = Add(queue, [Request(4), Request(4)]);

        Assert.Equal(pending, Take(queue));
    }

    [Fact]
    public void A_removed_request_is_in_no_batch()
    {
        var queue = Queue(maxBatchSize: 8);
        var pending = Add(queue, [Request(4), Request(4), Request(4)]);

        Assert.True(queue.Remove(pending[1]));
        Assert.False(queue.Remove(pending[1]));
        Assert.Equal([pending[0], pending[2]], Take(queue));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Every_request_leaves_once_and_no_batch_exceeds_the_maximum(int seed)
    {
        var random = new Random(seed);
        var queue = Queue(maxBatchSize: 6);
        var added = new HashSet<PendingRequest>();
        var taken = new HashSet<PendingRequest>();
        for (var step = 0; step < 2000; step++)
        {
            if (random.Next(3) > 0)
            {
                added.UnionWith(Add(queue, [Request(random.Next(1, 4), random.Next(1, 7)) with { Priority = (uint)random.Next(3) }]));
            }
            else if (Take(queue) is { } batch)
            {
                Assert.InRange(batch.Sum(pending => pending.Items), 1, 6);
                Assert.All(batch, pending => Assert.Equal(batch[0].BatchKey, pending.BatchKey));
                foreach (var pending in batch) Assert.True(taken.Add(pending));
            }
        }
        foreach (var pending in queue.TakeAll()) Assert.True(taken.Add(pending));

        Assert.Equal(added, taken);
    }

    private static BatchQueue Queue(int maxBatchSize, TimeSpan delay = default) => Queue(new BatchingSpec(maxBatchSize, delay, 0));

    private static BatchQueue Queue(BatchingSpec spec) => new(spec, new BatchComposer(spec, new CostModel(), new BatchSizes()));

    private static InferenceRequest Request(int length, int items = 1) =>
        Sample.Request([.. Enumerable.Repeat(new float[length], items)]);

    private static List<PendingRequest>? Take(BatchQueue queue, int idle = 1) => queue.TryTake(Now, idle, out var batch, out _) ? batch.Requests : null;

    private List<PendingRequest> Add(BatchQueue queue, IEnumerable<InferenceRequest> requests)
    {
        List<PendingRequest> all = [];
        foreach (var request in requests)
        {
            var pending = new PendingRequest(request, (int)request.Inputs[0].Shape[0], Now, _arrivals++)
            {
                BatchKey = new BatchKey(request),
                Level = request.Priority == 0 ? 10 : (int)request.Priority,
            };
            queue.Add(pending);
            all.Add(pending);
        }
        return all;
    }
}
