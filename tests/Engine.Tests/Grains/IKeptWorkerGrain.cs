namespace OrleansInference.Engine.Tests.Grains;

public interface IKeptWorkerGrain : IGrainWithStringKey
{
    Task<string> Activation();
}
