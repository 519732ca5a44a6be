namespace OrleansInference.Autoscaling.Hosts;

/// <summary>The fewest and the most silos that an orchestrator is asked for, where it has no bounds of its own.</summary>
public sealed record HostBounds(int Min = 1, int Max = int.MaxValue)
{
    public HostRequest Within(HostRequest request) => request with { Silos = Math.Clamp(request.Silos, Min, Max) };

    public HostStatus Within(HostStatus status) => status with { Min = Math.Max(status.Min, Min), Max = Math.Min(status.Max, Max) };
}
