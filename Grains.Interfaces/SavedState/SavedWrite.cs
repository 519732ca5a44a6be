namespace OrleansInference.SavedState;

/// <summary>What came of a write.</summary>
/// <param name="IsWritten">False: something else was stored meanwhile.</param>
/// <param name="Stored">What is stored now.</param>
[GenerateSerializer, Immutable, Alias("oi.SavedWrite")]
public sealed record SavedWrite([property: Id(0)] bool IsWritten, [property: Id(1)] SavedText Stored);
