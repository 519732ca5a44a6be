namespace Orleans.Runtime.Placement;

/// <summary>The cluster as a placement director sees it.</summary>
public interface IPlacementContext
{
    /// <summary>Active silos that can host the grain, oldest first.</summary>
    /// <exception cref="OrleansException">There is none.</exception>
    SiloAddress[] GetCompatibleSilos(PlacementTarget target);

    SiloAddress LocalSilo { get; }

    SiloStatus LocalSiloStatus { get; }
}
