using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>One line of the catalog: a specification, or the reason why there is none.</summary>
public sealed record CatalogEntry
{
    /// <summary>Where what is broken is the model as a whole: its newest version, or version 0 where it has none.</summary>
    public required ModelVersion Id { get; init; }

    public ModelSpec? Spec { get; init; }

    /// <summary>Why the version can't be served, for the operator.</summary>
    public string? Reason { get; init; }

    /// <summary>What the operator should know of the configuration though it stops nothing.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
