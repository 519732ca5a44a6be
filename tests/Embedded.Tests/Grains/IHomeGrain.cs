namespace OrleansInference.Embedded.Tests.Grains;

public interface IHomeGrain : IGrainWithStringKey
{
    Task<SiloAddress> StartTicking();
}
