using System.Collections.Immutable;
using OrleansInference.Telemetry;

namespace OrleansInference.Replicas;

/// <summary>
/// What a pool has done since it was started. Times are counted for each successful request, also where several shared a batch: each has
/// waited for all of it.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.PoolStatistics")]
public sealed record PoolStatistics
{
    /// <summary>From a request's arrival in the pool to its response.</summary>
    [Id(0)] public DurationSum Success { get; init; }

    /// <summary>From a request's arrival in the pool to its fault. Those sent away because the pool is not ready are not counted.</summary>
    [Id(1)] public DurationSum Fail { get; init; }

    /// <summary>From a request's admission to the start of its batch; its wait in a dispatcher included.</summary>
    [Id(2)] public DurationSum Queue { get; init; }

    [Id(3)] public DurationSum Input { get; init; }
    [Id(4)] public DurationSum Infer { get; init; }
    [Id(5)] public DurationSum Output { get; init; }

    /// <summary>Items of all successful requests.</summary>
    [Id(6)] public long Items { get; init; }

    /// <summary>Forward passes that succeeded.</summary>
    [Id(7)] public long Passes { get; init; }

    /// <summary>When the last request came; null before the first.</summary>
    [Id(8)] public DateTimeOffset? LastRequest { get; init; }

    /// <summary>By ascending size.</summary>
    [Id(9)] public ImmutableArray<BatchStatistics> BatchSizes { get; init; } = [];

    /// <summary>Requests that ended with a fault, by its kind; ascending. The sum is the count of <see cref="Fail"/>.</summary>
    [Id(10)] public ImmutableArray<FaultCount> Faults { get; init; } = [];

    /// <summary>Of each successful request, in nanoseconds: from its arrival in the pool to when its batch was handed to a replica.</summary>
    [Id(11)] public HistogramSnapshot QueueTimes { get; init; } = HistogramSnapshot.Empty;

    /// <summary>
    /// Of each successful request, in nanoseconds: what it spent in its batch beside <see cref="ComputeTimes"/>, so the way to the replica and back, and passes
    /// that the program refused.
    /// </summary>
    [Id(12)] public HistogramSnapshot BatchWaitTimes { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Of each successful request, in nanoseconds: the forward passes of its batch, joining inputs and splitting outputs included.</summary>
    [Id(13)] public HistogramSnapshot ComputeTimes { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Of each successful request, in nanoseconds: from its arrival in the pool to its response; the sum of the three above.</summary>
    [Id(14)] public HistogramSnapshot TotalTimes { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Of each forward pass that succeeded: the length of its batch dimension.</summary>
    [Id(15)] public HistogramSnapshot PassItems { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Elements of all inputs that forward passes got, padding included.</summary>
    [Id(16)] public long Elements { get; init; }

    /// <summary>Of <see cref="Elements"/>, those that only fill shorter requests up to the longest of their batch.</summary>
    [Id(17)] public long PaddingElements { get; init; }

    /// <summary>What batches were to take by the cost model, each as it was estimated before it ran.</summary>
    [Id(18)] public double EstimatedSeconds { get; init; }

    /// <summary>What the same batches took.</summary>
    [Id(19)] public double ActualSeconds { get; init; }

    /// <summary>The cost model's recent mean of |estimate − actual| / actual; 0 where it has none. Of several pools, by how much they have run.</summary>
    [Id(20)] public double EstimateError { get; init; }

    /// <summary>Of several pools together.</summary>
    public static PoolStatistics Sum(IReadOnlyCollection<PoolStatistics> pools) => new()
    {
        Success = Sum(pools, pool => pool.Success),
        Fail = Sum(pools, pool => pool.Fail),
        Queue = Sum(pools, pool => pool.Queue),
        Input = Sum(pools, pool => pool.Input),
        Infer = Sum(pools, pool => pool.Infer),
        Output = Sum(pools, pool => pool.Output),
        Items = pools.Sum(pool => pool.Items),
        Passes = pools.Sum(pool => pool.Passes),
        LastRequest = pools.Max(pool => pool.LastRequest),
        BatchSizes = [.. pools.SelectMany(pool => pool.BatchSizes).GroupBy(size => size.Items).OrderBy(size => size.Key).Select(size => new BatchStatistics
        {
            Items = size.Key,
            Input = Sum(size, each => each.Input),
            Infer = Sum(size, each => each.Infer),
            Output = Sum(size, each => each.Output),
        })],
        Faults = [.. pools.SelectMany(pool => pool.Faults).GroupBy(fault => fault.Kind, fault => fault.Count)
            .OrderBy(fault => fault.Key).Select(fault => new FaultCount(fault.Key, fault.Sum()))],
        QueueTimes = Merge(pools, pool => pool.QueueTimes),
        BatchWaitTimes = Merge(pools, pool => pool.BatchWaitTimes),
        ComputeTimes = Merge(pools, pool => pool.ComputeTimes),
        TotalTimes = Merge(pools, pool => pool.TotalTimes),
        PassItems = Merge(pools, pool => pool.PassItems),
        Elements = pools.Sum(pool => pool.Elements),
        PaddingElements = pools.Sum(pool => pool.PaddingElements),
        EstimatedSeconds = pools.Sum(pool => pool.EstimatedSeconds),
        ActualSeconds = pools.Sum(pool => pool.ActualSeconds),
        EstimateError = pools.Sum(pool => pool.ActualSeconds) is > 0 and var seconds ? pools.Sum(pool => pool.EstimateError * pool.ActualSeconds) / seconds : 0,
    };

    private static HistogramSnapshot Merge(IReadOnlyCollection<PoolStatistics> pools, Func<PoolStatistics, HistogramSnapshot> part) =>
        HistogramSnapshot.Merge([.. pools.Select(part)]);

    private static DurationSum Sum<T>(IEnumerable<T> all, Func<T, DurationSum> part) => all.Aggregate(default(DurationSum), (sum, each) => sum + part(each));
}
