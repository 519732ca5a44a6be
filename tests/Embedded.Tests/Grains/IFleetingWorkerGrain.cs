namespace OrleansInference.Embedded.Tests.Grains;

public interface IFleetingWorkerGrain : IGrainWithStringKey
{
    Task Nothing();
}
