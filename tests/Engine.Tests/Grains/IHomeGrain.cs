namespace OrleansInference.Engine.Tests.Grains;

public interface IHomeGrain : IGrainWithStringKey
{
    Task<SiloAddress> StartTicking();
}
