namespace OrleansInference.Embedded.Tests.Placement;

public sealed class OnSiloStrategy : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}
