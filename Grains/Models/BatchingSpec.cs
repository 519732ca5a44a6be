using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>How a pool queues requests and forms batches.</summary>
/// <param name="MaxBatchSize">Most items in a batch; 1 or less: every request runs alone.</param>
/// <param name="MaxQueueDelay">How long an incomplete batch may wait for company while a replica is idle; zero: not at all.</param>
/// <param name="MaxQueueSize">Most requests that may wait in all; 0: no limit, as in Triton.</param>
public sealed record BatchingSpec(int MaxBatchSize, TimeSpan MaxQueueDelay, int MaxQueueSize)
{
    /// <summary>Sizes, in items and ascending, at which a batch need not wait for more company.</summary>
    public ImmutableArray<int> PreferredBatchSizes { get; init; } = [];

    /// <summary>Levels 1 (the most important) to this one; 0: requests have no priority.</summary>
    public int PriorityLevels { get; init; }

    /// <summary>The level of a request that names none.</summary>
    public int DefaultPriority { get; init; }

    /// <summary>Of every level that <see cref="LevelPolicies"/> leaves out.</summary>
    public QueuePolicy DefaultPolicy { get; init; } = new();

    public ImmutableDictionary<int, QueuePolicy> LevelPolicies { get; init; } = ImmutableDictionary<int, QueuePolicy>.Empty;

    /// <summary>Null where only requests of equal shape share a batch.</summary>
    public PaddingSpec? Padding { get; init; }

    /// <summary>Most bytes of inputs in a batch, padding included.</summary>
    public long MaxBatchBytes { get; init; } = 256 << 20;

    /// <summary>Most bytes of inputs that may wait.</summary>
    public long MaxQueueBytes { get; init; } = 1L << 30;
}
