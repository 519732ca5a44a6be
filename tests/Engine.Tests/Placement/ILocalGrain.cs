namespace OrleansInference.Engine.Tests.Placement;

public interface ILocalGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();
}
