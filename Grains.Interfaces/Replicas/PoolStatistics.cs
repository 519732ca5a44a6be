using System.Collections.Immutable;

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

    /// <summary>From a request's arrival in the pool to the start of its batch.</summary>
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
    };

    private static DurationSum Sum<T>(IEnumerable<T> all, Func<T, DurationSum> part) => all.Aggregate(default(DurationSum), (sum, each) => sum + part(each));
}
