using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OrleansInference.Models;

/// <summary>What a silo's model repository holds.</summary>
public interface IModelCatalog
{
    /// <summary>Every version that is to be served, and every broken one with its reason; ordered by name, then version.</summary>
    ImmutableArray<CatalogEntry> Entries { get; }

    bool TryGet(ModelVersion model, [NotNullWhen(true)] out CatalogEntry? entry);
}
