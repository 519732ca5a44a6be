namespace OrleansInference.Embedded.Tests.Placement;

public interface ILocalGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();
}
