namespace OrleansInference.Engine.Tests.Grains;

public interface ICallerGrain : IGrainWithStringKey
{
    Task WaitForCancellation(CancellationToken token);

    [ResponseTimeout("00:00:02")]
    Task WaitForCancellationNotLong(CancellationToken token);

    Task IgnoreCancellation(string gate, CancellationToken token);

    /// <summary>Ends after whatever came before it.</summary>
    Task Settle();

    Task<bool> HasToken(CancellationToken token);

    [OneWay]
    Task Send(string entry);

    [OneWay]
    void SendVoid(string entry);

    [OneWay]
    Task SendAndFail();

    Task<string?> ReadContext(string key);
}
