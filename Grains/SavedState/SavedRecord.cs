namespace OrleansInference.SavedState;

/// <summary>What the grain storage keeps of a document: its text, and nothing else.</summary>
[GenerateSerializer, Immutable, Alias("oi.SavedRecord")]
public sealed class SavedRecord
{
    [Id(0)] public string Text { get; init; } = "";
}
