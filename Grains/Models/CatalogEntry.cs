using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>One line of the catalog: what is in service or is to be, or the reason why it can't be.</summary>
public sealed record CatalogEntry
{
    /// <summary>Where what is broken is the model as a whole: its newest version, or version 0 where it has none.</summary>
    public required ModelVersion Id { get; init; }

    /// <summary>What is in service, or else what is on its way into it, or what could be; null where the repository has nothing that could.</summary>
    public ModelSpec? Spec { get; init; }

    /// <summary>Why the version, or a newer state of it than the one in service, can't be served. For the operator.</summary>
    public string? Reason { get; init; }

    /// <summary>False where it is in the repository but nobody has asked for it, or where it is on its way out.</summary>
    public bool IsWanted { get; init; } = true;

    /// <summary>Asked for when the silo served already: its readiness does not wait for this one.</summary>
    public bool IsLate { get; init; }

    /// <summary>This silo does not serve it yet and is about to, whatever others do.</summary>
    public bool IsLoading { get; init; }
}
