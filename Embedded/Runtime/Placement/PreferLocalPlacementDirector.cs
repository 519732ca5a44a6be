using Orleans.Runtime.Placement;

namespace OrleansInference.Embedded;

/// <summary>The caller's silo while it is active.</summary>
internal sealed class PreferLocalPlacementDirector(Silo silo) : RandomPlacementDirector(silo)
{
    public override Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var hint = IPlacementDirector.GetPlacementHint(target.RequestContextData, silos);
        return hint is null && context.LocalSiloStatus == SiloStatus.Active && silos.Contains(context.LocalSilo)
            ? Task.FromResult(context.LocalSilo)
            : base.OnAddActivation(strategy, target, context);
    }
}
