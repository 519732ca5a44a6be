using OrleansInference.Models;

namespace OrleansInference.Routing;

internal static class FakeCatalog
{
    public static ModelCatalog Of(params CatalogEntry[] entries)
    {
        var catalog = new ModelCatalog();
        catalog.Publish([.. entries], []);
        return catalog;
    }

    public static CatalogEntry Entry(long version) =>
        new() { Id = new ModelVersion("tiny", version), Spec = Sample.Spec() with { Id = new ModelVersion("tiny", version) } };
}
