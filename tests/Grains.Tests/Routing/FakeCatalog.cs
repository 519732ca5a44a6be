using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OrleansInference.Models;

namespace OrleansInference.Routing;

internal sealed class FakeCatalog(params CatalogEntry[] entries) : IModelCatalog
{
    public ImmutableArray<CatalogEntry> Entries { get; } = [.. entries];

    public bool TryGet(ModelVersion model, [NotNullWhen(true)] out CatalogEntry? entry) =>
        (entry = Entries.FirstOrDefault(each => each.Id == model)) is not null;

    public static CatalogEntry Entry(long version) =>
        new() { Id = new ModelVersion("tiny", version), Spec = Sample.Spec() with { Id = new ModelVersion("tiny", version) } };
}
