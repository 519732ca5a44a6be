namespace OrleansInference.Models;

/// <summary>How a pool forms batches.</summary>
/// <param name="MaxBatchSize">Most items in a batch; 1 or less: every request runs alone.</param>
/// <param name="MaxQueueDelay">How long an incomplete batch may wait for company while a replica is idle; zero: not at all.</param>
/// <param name="MaxQueueSize">Most requests that may wait; 0: no limit, as in Triton.</param>
public sealed record BatchingSpec(int MaxBatchSize, TimeSpan MaxQueueDelay, int MaxQueueSize);
