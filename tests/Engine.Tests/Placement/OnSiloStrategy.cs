namespace OrleansInference.Engine.Tests.Placement;

public sealed class OnSiloStrategy : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}
