namespace OrleansInference.Placement;

/// <summary>
/// Places a grain on the silo that its key names (what follows the first <c>@</c>, or the whole key). No grain directory:
/// the key itself says where the grain is, and another silo's departure deactivates nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.PlaceOnSiloStrategy")]
public sealed class PlaceOnSiloStrategy : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}
