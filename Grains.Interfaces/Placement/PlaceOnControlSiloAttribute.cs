using Orleans.Placement;

namespace OrleansInference.Placement;

/// <summary>See <see cref="PlaceOnControlSiloStrategy"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlaceOnControlSiloAttribute() : PlacementAttribute(new PlaceOnControlSiloStrategy());
