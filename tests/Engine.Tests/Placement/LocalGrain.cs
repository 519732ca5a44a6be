using Orleans.Placement;

namespace OrleansInference.Engine.Tests.Placement;

[PreferLocalPlacement]
public sealed class LocalGrain(ILocalSiloDetails silo) : Grain, ILocalGrain
{
    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}
