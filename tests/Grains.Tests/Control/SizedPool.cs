using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Control;

/// <summary>A pool that has each size at once, and notes what it was asked for.</summary>
internal sealed class SizedPool(PoolKey key) : IReplicaPoolGrain
{
    public List<int> Sizes { get; } = [];

    /// <summary>Delays each change of size; null: at once.</summary>
    public Func<int, Task>? Before { get; set; }

    public bool IsDrained { get; private set; }

    public async Task<PoolReport> Resize(int replicas)
    {
        if (Before is { } before) await before(replicas);
        Sizes.Add(replicas);
        return new PoolReport
        {
            Pool = key,
            Sequence = 0,
            State = replicas == 0 ? PoolState.Parked : PoolState.Ready,
            ReadyReplicas = replicas,
            LoadingReplicas = 0,
            QueueDepth = 0,
            WantedReplicas = replicas,
        };
    }

    public Task Drain()
    {
        IsDrained = true;
        return Task.CompletedTask;
    }

    public Task<PoolAnswer> Infer(InferenceRequest request, SiloAddress? dispatcher, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PoolStatistics> Statistics() => throw new NotSupportedException();
}
