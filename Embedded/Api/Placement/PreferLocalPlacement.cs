namespace Orleans.Runtime;

/// <summary>The caller's silo, or else a random one.</summary>
[GenerateSerializer, Immutable]
public sealed class PreferLocalPlacement : PlacementStrategy;
