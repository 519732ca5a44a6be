namespace Orleans.Runtime.Placement;

/// <summary>Picks silos for the grains of one <see cref="PlacementStrategy"/>.</summary>
public interface IPlacementDirector
{
    /// <summary>The request context's key of a silo that a caller asks for.</summary>
    const string PlacementHintKey = nameof(PlacementHintKey);

    /// <summary>Picks a silo. What it throws, the call throws, at once.</summary>
    Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context);

    /// <summary>The silo that a caller asks for, where it is one of <paramref name="compatibleSilos"/>.</summary>
    static SiloAddress? GetPlacementHint(Dictionary<string, object> requestContextData, SiloAddress[] compatibleSilos) =>
        requestContextData is not null
        && requestContextData.TryGetValue(PlacementHintKey, out var value)
        && value is SiloAddress hint
        && compatibleSilos.Contains(hint) ? hint : null;
}
