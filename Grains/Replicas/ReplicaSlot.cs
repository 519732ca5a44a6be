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

    /// <summary>Set when the pool shrinks: it gets no further batch, and is unloaded as soon as it is idle. Taken back where the pool grows before that.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>What it runs.</summary>
    public Batch? Batch { get; set; }

    /// <summary>When its batch will have been done, by the estimate.</summary>
    public DateTimeOffset BusyUntil { get; set; }

    /// <summary>Batches in a row that it could not run.</summary>
    public int Faults { get; set; }

    /// <summary>Reloads in a row that did not help.</summary>
    public int Reloads { get; set; }
}
