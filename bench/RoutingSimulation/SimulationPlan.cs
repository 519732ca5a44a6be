namespace OrleansInference.Bench;

/// <summary>A cluster in simulated time, and what is asked of it.</summary>
internal sealed record SimulationPlan
{
    /// <summary>Each in a silo of its own.</summary>
    public required int Replicas { get; init; }

    /// <summary>Silos that requests come to, each one by chance. They are among those that hold replicas.</summary>
    public required int Dispatchers { get; init; }

    /// <summary>Of what the replicas can do.</summary>
    public required double Load { get; init; }

    /// <summary>Recorded ones, about.</summary>
    public required int Requests { get; init; }

    /// <summary>How requests are routed; null for the default.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether requests wait in their dispatchers until a pool has room.</summary>
    public bool LateBinding { get; init; } = true;

    /// <summary>Of the last replica.</summary>
    public double Slowness { get; init; } = 1;

    public required int Seed { get; init; }

    public RequestMix Mix { get; init; } = RequestMix.OneInTen;

    /// <summary>Requests a second.</summary>
    public double Rate => Load * Mix.Capacity(Replicas);

    /// <summary>Until pools have learned what a request costs: so many for each, on average.</summary>
    public double WarmUpSeconds => WarmUpRequests * Replicas / Rate;

    public double Seconds => WarmUpSeconds + (Requests / Rate);

    private const int WarmUpRequests = 20;
}
