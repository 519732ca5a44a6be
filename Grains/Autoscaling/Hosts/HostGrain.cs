using OrleansInference.Placement;

namespace OrleansInference.Autoscaling.Hosts;

/// <inheritdoc cref="IHostGrain"/>
[PlaceOnSilo]
internal sealed class HostGrain(IHostOrchestrator orchestrator, HostBounds bounds) : Grain, IHostGrain
{
    // The engine's calls have no token of their own; an orchestrator bounds what it waits for.
    public async Task<HostStatus> Scale(HostRequest request) => bounds.Within(await orchestrator.ScaleAsync(bounds.Within(request), CancellationToken.None));
}
