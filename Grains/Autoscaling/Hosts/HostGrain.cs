using OrleansInference.Placement;

namespace OrleansInference.Autoscaling.Hosts;

/// <inheritdoc cref="IHostGrain"/>
[PlaceOnSilo]
internal sealed class HostGrain(IHostOrchestrator orchestrator) : Grain, IHostGrain
{
    // The engine's calls have no token of their own; an orchestrator bounds what it waits for.
    public Task<HostStatus> Scale(HostRequest request) => orchestrator.ScaleAsync(request, CancellationToken.None);
}
