using OrleansInference.Models;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>
/// A pool's load and health, sent to the router on change (coalesced to one per 100 ms) and at least twice a second.
/// Lost, doubled or reordered reports do no harm: each is the whole state, and <see cref="Sequence"/> orders them.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.PoolReport")]
public sealed record PoolReport
{
    [Id(0)] public required PoolKey Pool { get; init; }

    /// <summary>Grows with each report of the pool, also over its own restarts (it starts at the clock's ticks).</summary>
    [Id(1)] public required long Sequence { get; init; }

    [Id(2)] public required PoolState State { get; init; }
    [Id(3)] public required int ReadyReplicas { get; init; }
    [Id(4)] public required int LoadingReplicas { get; init; }

    /// <summary>Requests queued or running in the pool.</summary>
    [Id(5)] public required int QueueDepth { get; init; }

    /// <summary>Known as soon as a replica has loaded.</summary>
    [Id(6)] public ModelSignature? Signature { get; init; }

    /// <summary>Why the pool is <see cref="PoolState.Failed"/>.</summary>
    [Id(7)] public string? Reason { get; init; }

    /// <summary>Of the slowest replica so far, unloaded ones included.</summary>
    [Id(8)] public TimeSpan LoadTime { get; init; }

    /// <summary>Devices of the replicas, such as <c>cpu</c> or <c>cuda:0, cuda:1</c>.</summary>
    [Id(9)] public string Devices { get; init; } = "";

    /// <summary>
    /// What is queued, in batches as full as they may be, and what is left of the batches that run; estimated, in seconds of one replica. 0 before
    /// anything was learned, however much waits.
    /// </summary>
    [Id(10)] public double QueuedSeconds { get; init; }

    /// <summary>By which it estimates; null before anything was learned.</summary>
    [Id(11)] public WorkCoefficients? Cost { get; init; }

    /// <summary>Batches that <see cref="Cost"/> was learned from; the first ones take longer than those that follow.</summary>
    [Id(16)] public long CostSamples { get; init; }

    /// <summary>
    /// The 95th percentile of the time that requests spent in the pool, from arrival to response or missed deadline: of those that ended lately, at most a
    /// hundred or so. Zero where none has.
    /// </summary>
    [Id(12)] public TimeSpan Latency { get; init; }

    /// <summary>The most items that one batch takes; at least 1.</summary>
    [Id(13)] public int BatchSize { get; init; } = 1;

    /// <summary>For how long it has had a ready replica without a break; zero while it has none.</summary>
    [Id(14)] public TimeSpan ReadyFor { get; init; }

    /// <summary>What it has to do, as its answers say it; its sequence is the report's own.</summary>
    [Id(15)] public PoolLoad Load { get; init; }

    /// <summary>How many replicas it is to have.</summary>
    [Id(17)] public int WantedReplicas { get; init; }

    /// <summary>Of a pool that is <see cref="PoolState.Loading"/>: it was parked, so requests wait for its first replica.</summary>
    [Id(18)] public bool IsWaking { get; init; }

    /// <summary>Whether requests for its version wait, in their dispatchers, for a replica that it has not.</summary>
    public bool IsHeldFor => State == PoolState.Parked || (State == PoolState.Loading && IsWaking);
}
