namespace OrleansInference.Embedded;

/// <summary>
/// The seam between the engine and what drives it: the thread pool (<see cref="ThreadPoolDriver"/>), or one thread and simulated time
/// (SimulationDriver). All scheduling, messages between nodes and randomness of the engine go through it.
/// </summary>
internal abstract class Driver
{
    /// <summary>How completions are made: a simulation can't have continuations that run elsewhere.</summary>
    public abstract TaskCreationOptions CompletionOptions { get; }

    /// <summary>Whether an activation whose turn has ended gives its place up.</summary>
    public abstract bool MustYield { get; }

    /// <summary>Called on whatever thread comes with work.</summary>
    public virtual void CheckThread(string what) { }

    /// <summary>Has <see cref="TurnQueue.Execute"/> called soon.</summary>
    public abstract void Schedule(TurnQueue turns);

    /// <summary>Sends a request on its way to an activation.</summary>
    public virtual void Dispatch(Node from, Request request) => from.Dispatch(request);

    /// <summary>Carries a message to another node; it may never arrive.</summary>
    public abstract void Carry(Node from, Node to, Message message);

    /// <summary>Tells a node of a membership that has changed.</summary>
    public abstract void Publish(Silo to, ClusterMembershipSnapshot snapshot);

    /// <summary>Below <paramref name="limit"/>. Any thread.</summary>
    public abstract int NextRandom(int limit);

    /// <summary>In [0, 1). Any thread.</summary>
    public abstract double NextDouble();

    public abstract Guid NewGuid();

    public abstract int NewGeneration();
}
