namespace OrleansInference.Bench;

/// <summary>The bare grain call; keyed by the address of the silo where it is.</summary>
[Alias("bench.IEchoGrain")]
public interface IEchoGrain : IGrainWithStringKey
{
    [Alias("Echo")]
    Task<EchoMessage> Echo(EchoMessage message);
}
