using Orleans.Placement;

namespace OrleansInference.Cluster;

[PreferLocalPlacement]
internal sealed class CollectedGrain(Collections collections) : Grain, ICollectedGrain
{
    public Task Touch() => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        collections.Add(reason);
        return Task.CompletedTask;
    }
}
