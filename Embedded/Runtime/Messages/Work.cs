namespace OrleansInference.Embedded;

/// <summary>What an activation's queue holds: requests and timer ticks.</summary>
internal abstract class Work : Message
{
    public virtual bool IsAlwaysInterleave => false;

    public virtual bool IsReadOnly => false;

    /// <summary>Whether it counts as use, against idle collection.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>The call chain that it belongs to, where that may re-enter; else empty.</summary>
    public virtual Guid ReentrancyId => Guid.Empty;

    /// <summary>Runs in a turn of the activation; ends with <see cref="Activation.Finished"/>.</summary>
    public abstract void Run(Activation activation);

    /// <summary>The activation went away before it could run this.</summary>
    public abstract void Abandon(Silo silo, Exception? reason);
}
