namespace OrleansInference.Embedded.Tests.Grains;

public interface ICallerGrain : IGrainWithStringKey
{
    Task WaitForCancellation(CancellationToken token);

    Task<bool> HasToken(CancellationToken token);

    [OneWay]
    Task Send(string entry);

    [OneWay]
    void SendVoid(string entry);

    [OneWay]
    Task SendAndFail();

    Task<string?> ReadContext(string key);
}
