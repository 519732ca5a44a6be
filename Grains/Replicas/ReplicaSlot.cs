namespace OrleansInference.Replicas;

/// <summary>A pool's side of one replica.</summary>
internal sealed class ReplicaSlot(int index, IReplicaGrain replica)
{
    public int Index { get; } = index;
    public IReplicaGrain Replica { get; } = replica;
    public ReplicaSlotState State { get; set; } = ReplicaSlotState.Loading;

    /// <summary>Ends when the replica is loaded or has failed.</summary>
    public Task Loaded { get; set; } = Task.CompletedTask;

    /// <summary>Known once loading has ended.</summary>
    public ReplicaStatus? Status { get; set; }

    /// <summary>Set when the pool shrinks: unload as soon as it is idle.</summary>
    public bool IsLeaving { get; set; }
}
