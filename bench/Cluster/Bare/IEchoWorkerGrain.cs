namespace OrleansInference.Bench;

/// <summary>On the silo of who calls it. Key 0.</summary>
[Alias("bench.IEchoWorkerGrain")]
public interface IEchoWorkerGrain : IGrainWithIntegerKey
{
    [Alias("Echo")]
    Task<EchoMessage> Echo(EchoMessage message);
}
