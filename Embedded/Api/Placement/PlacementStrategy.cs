namespace Orleans.Runtime;

/// <summary>Which rule places a grain class; a director (<see cref="Placement.IPlacementDirector"/>) carries it out.</summary>
public abstract class PlacementStrategy
{
    /// <summary>
    /// Whether a directory keeps one activation in the cluster. False: the director is asked by each caller, and a message activates
    /// the grain on the silo where it arrives.
    /// </summary>
    public virtual bool IsUsingGrainDirectory => true;
}
