namespace OrleansInference.Embedded;

/// <summary>What nodes send each other.</summary>
internal abstract class Message
{
    /// <summary>For traces.</summary>
    public abstract string Kind { get; }

    /// <summary>Arrives at a node.</summary>
    public abstract void Deliver(Node to);

    /// <summary>The same message once more, sharing nothing with the first; null where it can't be told from it.</summary>
    public virtual Message? Duplicate(Node to) => null;
}
