namespace OrleansInference.Embedded;

/// <summary>A caller's wish that a request ends.</summary>
internal sealed class CancelMessage(PendingCall call, GrainId target) : Message
{
    public override string Kind => "cancel";

    public override void Deliver(Node to)
    {
        // First, for a request that comes after this, or starts meanwhile.
        call.IsCancelled = true;
        ((Silo)to).Catalog.Cancel(target, call);
    }
}
