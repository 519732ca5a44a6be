namespace OrleansInference.Models;

/// <summary>One line of the catalog: a specification, or the reason why there is none.</summary>
public sealed record CatalogEntry
{
    public required ModelVersion Id { get; init; }
    public ModelSpec? Spec { get; init; }

    /// <summary>Why the version can't be served, for the operator.</summary>
    public string? Reason { get; init; }
}
