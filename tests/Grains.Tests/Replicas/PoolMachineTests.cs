using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

/// <summary>Random requests, cancellations and pauses, in simulated time, against what a pool promises whatever comes.</summary>
public sealed class PoolMachineTests
{
    private const int Seeds = 2000;
    private const int Steps = 60;
    private const int MaxItems = 6;
    private const long MaxBytes = 100;
    private const int MaxWaiting = 12;

    private static readonly TimeSpan PerItem = TimeSpan.FromMilliseconds(2);

    [Fact]
    public Task Every_request_has_one_outcome_in_time_and_no_batch_breaks_its_bounds() => SingleThread.Run(async () =>
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            try
            {
                await RunMachine(new Random(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    });

    private static async Task RunMachine(Random random)
    {
        var time = new ManualTime();
        var padding = random.Next(2) == 0 ? new PaddingSpec([new PaddedInput("x", 1, 0)], []) : null;
        var spec = Sample.Spec(replicas: random.Next(1, 4)) with
        {
            Batching = new BatchingSpec(MaxItems, random.Next(3) == 0 ? TimeSpan.FromMilliseconds(5) : TimeSpan.Zero, MaxWaiting)
            {
                MaxBatchBytes = MaxBytes,
                Padding = padding,
                PriorityLevels = 3,
                DefaultPriority = 2,
                PreferredBatchSizes = random.Next(3) == 0 ? [2, 4] : [],
                DefaultPolicy = new QueuePolicy { DefaultTimeout = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(30) : null, TimeoutAction = (TimeoutAction)random.Next(2) },
            },
        };
        List<Call> calls = [];
        List<TimedReplica> replicas = [];
        var pool = new ReplicaPool(
            new PoolKey(Sample.Model, 1, SiloAddress.FromParsableString("127.0.0.1:11111@1")), spec,
            _ =>
            {
                replicas.Add(new TimedReplica(time, PerItem) { Began = batch => Began(batch, calls, padding is not null, time) });
                return replicas[^1];
            },
            time, () => { }, (_, _, _) => Task.FromResult(OfferAnswer.Declined), random.Next(2) == 0 ? Sample.NoArrivals : Arrivals.OnScheduler, NullLogger.Instance);
        await pool.Resize(spec.Replicas.Length);

        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(5))
            {
                case < 3:
                    calls.Add(new Call(random, calls.Count, time));
                    calls[^1].Begin(pool);
                    break;
                case 3 when calls.Count > 0:
                    calls[random.Next(calls.Count)].Cancel();
                    break;
                default:
                    await Pass(time, TimeSpan.FromMilliseconds(random.Next(1, 12)), calls);
                    break;
            }
        }
        for (var i = 0; i < 200 && (pool.Report(1).QueueDepth > 0 || calls.Exists(call => !call.Outcome.IsCompleted)); i++) await Pass(time, TimeSpan.FromMilliseconds(10), calls);

        Assert.All(replicas, replica => Assert.Null(replica.Violation));
        Assert.All(calls, call => Assert.True(call.Outcome.IsCompleted));
        Assert.All(calls, call => Assert.True(call.Batches <= 1, "it was in two batches"));
        Assert.All(calls, call => Assert.True(call.Outcome.Result.Response is null || call.Batches == 1, "it was answered without a batch"));
        Assert.Equal(0, pool.Report(1).QueueDepth);
        Assert.Equal(calls.Count(call => call.Outcome.Result.Response is not null), pool.Statistics.Success.Count);
        Assert.Equal(calls.Count(call => call.Outcome.Result.Fault is not null), pool.Statistics.Fail.Count);
    }

    private static void Began(ImmutableArray<InferenceRequest> batch, List<Call> calls, bool pads, TimeProvider time)
    {
        var longest = batch.Max(request => request.Inputs[0].Shape[1]);
        var items = batch.Sum(request => request.Inputs[0].Shape[0]);
        Assert.InRange(items, 1, MaxItems);
        if (batch.Length > 1) Assert.InRange(items * longest * sizeof(float), 0, MaxBytes);
        Assert.True(pads || batch.All(request => request.Inputs[0].Shape[1] == longest), "different lengths share a batch");
        foreach (var request in batch)
        {
            var call = calls.Single(call => call.Id == request.RequestId);
            call.Batches++;
            Assert.False(call.IsCancelled, "a cancelled request is in a batch");
            Assert.True(call.Deadline > time.GetUtcNow(), "a request is in a batch after its deadline");
        }
    }

    private static async Task Pass(ManualTime time, TimeSpan span, List<Call> calls)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMilliseconds(1))
        {
            await SingleThread.Pass(time, TimeSpan.FromMilliseconds(1));
            Assert.All(calls, call => Assert.True(call.Outcome.IsCompleted || call.Deadline > time.GetUtcNow(), "a deadline passed without an outcome"));
        }
    }

    private sealed class Call
    {
        private readonly CancellationTokenSource _cancellation = new();
        private readonly InferenceRequest _request;

        public Call(Random random, int number, ManualTime time)
        {
            TimeSpan? left = random.Next(2) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 60)) : null;
            Id = number.ToString(CultureInfo.InvariantCulture);
            Deadline = left is { } limit ? time.GetUtcNow() + limit : DateTimeOffset.MaxValue;
            _request = Sample.Request([.. Enumerable.Repeat(new float[random.Next(1, 20)], random.Next(1, MaxItems))]) with
            {
                RequestId = Id,
                TimeLeft = left,
                Priority = (uint)random.Next(4),
                Caller = random.Next(3).ToString(CultureInfo.InvariantCulture),
            };
        }

        public string Id { get; }

        public DateTimeOffset Deadline { get; }

        public Task<InferenceOutcome> Outcome { get; private set; } = Task.FromException<InferenceOutcome>(new InvalidOperationException("Not begun."));

        public int Batches { get; set; }

        public bool IsCancelled { get; private set; }

        public void Begin(ReplicaPool pool) => Outcome = pool.Infer(_request, _cancellation.Token);

        public void Cancel()
        {
            IsCancelled |= !Outcome.IsCompleted && Batches == 0;
            _cancellation.Cancel();
        }
    }
}
