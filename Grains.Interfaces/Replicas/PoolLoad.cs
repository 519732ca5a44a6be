namespace OrleansInference.Replicas;

/// <summary>What a pool has to do at one moment; comes with each of its answers, so that who asked need not wait for the next report.</summary>
/// <param name="Sequence">Ordered with <see cref="PoolReport.Sequence"/>: the later says more.</param>
/// <param name="Items">Queued or running; a request of a model that does not batch is one.</param>
/// <param name="WaitSeconds">How long a request that comes now would wait until a replica begins with it, by the estimates.</param>
/// <param name="IsParked">It is parked, or loads its first replica after it was: whoever has a request for it keeps it until a report says otherwise.</param>
[GenerateSerializer, Immutable, Alias("oi.PoolLoad")]
public readonly record struct PoolLoad(
    [property: Id(0)] long Sequence, [property: Id(1)] int Items, [property: Id(2)] double WaitSeconds,
    [property: Id(3)] bool IsParked = false);
