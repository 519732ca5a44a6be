namespace OrleansInference.Embedded.Tests.Placement;

public interface IPlacedGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();
}
