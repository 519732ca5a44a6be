using Orleans.Runtime.Placement;

namespace OrleansInference.Engine.Tests.Placement;

public sealed class OnSiloDirector : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        // Some directors wait for something.
        if (target.GrainIdentity.Key.ToString().StartsWith("slow", StringComparison.Ordinal)) await Task.Yield();
        var silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString().Split('#')[^1]);
        return context.GetCompatibleSilos(target).Contains(silo) ? silo : throw new SiloUnavailableException($"{silo} is not active.");
    }
}
