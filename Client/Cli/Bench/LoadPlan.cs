namespace OrleansInference.Cli.Bench;

/// <summary>How to load a target.</summary>
internal sealed record LoadPlan
{
    /// <summary>Open loop at this many requests a second; null for a closed loop.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>The seed of Poisson arrivals; null for equal gaps.</summary>
    public int? PoissonSeed { get; init; }

    public required int Connections { get; init; }
    public required TimeSpan WarmUp { get; init; }
    public required TimeSpan Duration { get; init; }

    /// <summary>Ends the run early once as many requests are recorded.</summary>
    public long MostRequests { get; init; } = long.MaxValue;

    /// <summary>Of one answer, and of the backlog at the end.</summary>
    public required TimeSpan Timeout { get; init; }

    public override string ToString() => RequestsPerSecond is { } rate
        ? $"open loop, {rate:0.##}/s {(PoissonSeed is { } seed ? $"Poisson (seed {seed})" : "in equal gaps")}, up to {Connections} connections"
        : $"closed loop, {Connections} connections";
}
