namespace OrleansInference.Cluster;

/// <summary>How often an idle activation of <see cref="CollectedGrain"/> was collected on a silo.</summary>
internal sealed class Collections
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(DeactivationReason reason)
    {
        if (reason.ReasonCode == DeactivationReasonCode.ActivationIdle) Interlocked.Increment(ref _count);
    }
}
