namespace OrleansInference.Engine.Tests.Placement;

[OnSilo]
public sealed class PlacedGrain(ILocalSiloDetails silo) : Grain, IPlacedGrain
{
    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}
