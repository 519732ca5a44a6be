namespace OrleansInference.Engine.Tests.Grains;

public interface IEchoGrain : IGrainWithStringKey
{
    Task Nothing();

    Task<string> Echo(string text);

    ValueTask<int> Add(int left, int right);

    Task Fail(string message);

    Task<string> Key();

    Task<SiloAddress> Where();
}
