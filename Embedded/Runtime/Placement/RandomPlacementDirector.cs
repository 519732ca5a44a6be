using Orleans.Runtime.Placement;

namespace OrleansInference.Embedded;

/// <summary>Draws a silo, by the driver's randomness.</summary>
internal class RandomPlacementDirector(Silo silo) : IPlacementDirector
{
    public virtual Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? silos[silo.Driver.NextRandom(silos.Length)]);
    }
}
