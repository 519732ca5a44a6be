using Orleans.Placement;

namespace OrleansInference.Placement;

/// <summary>See <see cref="PlaceOnSiloStrategy"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlaceOnSiloAttribute() : PlacementAttribute(new PlaceOnSiloStrategy());
