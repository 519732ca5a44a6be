namespace OrleansInference.SavedState;

/// <summary>Where the cluster stores what is to outlive its silos.</summary>
public sealed record SavedStateSpec
{
    /// <summary>Of the grain storage.</summary>
    public const string StorageName = "inference";

    /// <summary>For people; null: nowhere, and nothing outlives the last silo.</summary>
    public string? Place { get; init; }
}
