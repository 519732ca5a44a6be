namespace OrleansInference.Embedded.Tests.Grains;

public interface IWorkerGrain : IGrainWithStringKey
{
    Task<string> Pass(string gate);

    Task<SiloAddress> Where();
}
