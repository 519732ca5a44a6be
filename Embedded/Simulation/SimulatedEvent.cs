namespace OrleansInference.Simulation;

/// <summary>Something that happens at an instant of simulated time.</summary>
internal sealed class SimulatedEvent(long due, string kind, int target, Action run)
{
    /// <summary>Ticks since the simulation began.</summary>
    public long Due { get; } = due;

    public string Kind { get; } = kind;

    /// <summary>Whom it concerns: a hash that is the same in every run.</summary>
    public int Target { get; } = target;

    public Action Run { get; } = run;

    /// <summary>Neither happens nor moves time.</summary>
    public bool IsCancelled { get; set; }
}
