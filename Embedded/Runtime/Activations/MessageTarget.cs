namespace OrleansInference.Embedded;

/// <summary>What a silo's catalog holds for one grain: an activation, or a group of stateless workers.</summary>
internal abstract class MessageTarget(Silo silo, GrainId grain)
{
    public Silo Silo { get; } = silo;

    public GrainId Grain { get; } = grain;

    /// <summary>The order of making, which replays can rely on.</summary>
    public long Number { get; } = silo.Catalog.NextNumber();

    /// <summary>Takes work in; false where it is too late for that.</summary>
    public abstract bool TryReceive(Work work);

    public abstract void Cancel(PendingCall call);

    /// <summary>Every activation, those that end included.</summary>
    public abstract IEnumerable<Activation> Activations { get; }

    public abstract void Collect(DateTimeOffset now);
}
