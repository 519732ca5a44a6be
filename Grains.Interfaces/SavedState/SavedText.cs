namespace OrleansInference.SavedState;

/// <summary>A document as it is stored.</summary>
/// <param name="Text">Null: none is.</param>
/// <param name="Tag">Of exactly this text; null where none is stored.</param>
[GenerateSerializer, Immutable, Alias("oi.SavedText")]
public sealed record SavedText([property: Id(0)] string? Text, [property: Id(1)] string? Tag);
