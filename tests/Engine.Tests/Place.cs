namespace OrleansInference.Engine.Tests;

/// <summary>A silo, and calls that are made from it.</summary>
public sealed record Place(SiloAddress Address, IGrainFactory Grains);
