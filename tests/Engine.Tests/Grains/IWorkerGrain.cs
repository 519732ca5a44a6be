namespace OrleansInference.Engine.Tests.Grains;

public interface IWorkerGrain : IGrainWithStringKey
{
    Task<string> Pass(string gate);

    Task<SiloAddress> Where();
}
