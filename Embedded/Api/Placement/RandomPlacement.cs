namespace Orleans.Runtime;

/// <summary>Any compatible silo, drawn at random. The default here.</summary>
[GenerateSerializer, Immutable]
public sealed class RandomPlacement : PlacementStrategy;
