namespace OrleansInference.Engine.Tests.Placement;

public interface IPlacedGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();
}
