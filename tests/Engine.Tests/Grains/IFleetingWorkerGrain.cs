namespace OrleansInference.Engine.Tests.Grains;

public interface IFleetingWorkerGrain : IGrainWithStringKey
{
    Task Nothing();
}
