namespace OrleansInference.Bench;

/// <summary>Bytes and nothing else.</summary>
[GenerateSerializer, Immutable, Alias("bench.EchoMessage")]
public sealed record EchoMessage([property: Id(0)] byte[] Data);
