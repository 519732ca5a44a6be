namespace OrleansInference.Bench;

/// <summary>The bare grain call; keyed by the address of the silo where it is.</summary>
[Alias("bench.IEchoGrain")]
public interface IEchoGrain : IGrainWithStringKey
{
    [Alias("Echo")]
    Task<EchoMessage> Echo(EchoMessage message);

    /// <summary>The same by way of a stateless worker on that silo, as a pool calls its replica: what grain calls alone make of the way of a request.</summary>
    [Alias("EchoByWorker")]
    Task<EchoMessage> EchoByWorker(EchoMessage message);
}
