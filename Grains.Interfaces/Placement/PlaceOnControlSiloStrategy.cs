namespace OrleansInference.Placement;

/// <summary>
/// Spreads grains of the control plane, of which the cluster has one each, over the silos with the role <see cref="SiloRoles.Control"/>; over all where no such silo is known. A grain that
/// came about elsewhere, as the first ones of a cluster may, leaves for a control silo once there is one; it is not on the way of requests, so that costs none.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.PlaceOnControlSiloStrategy")]
public sealed class PlaceOnControlSiloStrategy : PlacementStrategy;
