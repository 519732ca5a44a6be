using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OrleansInference.Models;

namespace OrleansInference.Repository;

/// <summary>The models of a directory in Triton's layout, as they were when it was scanned. Never changes afterwards.</summary>
internal sealed partial class ModelRepository : IModelCatalog
{
    private readonly FrozenDictionary<ModelVersion, CatalogEntry> _byId;

    private ModelRepository(ImmutableArray<CatalogEntry> entries)
    {
        Entries = entries;
        _byId = entries.ToFrozenDictionary(entry => entry.Id);
    }

    public ImmutableArray<CatalogEntry> Entries { get; }

    public bool TryGet(ModelVersion model, [NotNullWhen(true)] out CatalogEntry? entry) => _byId.TryGetValue(model, out entry);

    /// <summary>
    /// Reads every configuration and looks for every program; loads none. Blocks on the disk, so call it from no grain. Folders
    /// whose name begins with a dot are not looked at.
    /// </summary>
    /// <exception cref="IOException">The repository's own directory can't be listed.</exception>
    public static ModelRepository Scan(RepositoryOptions options, ILogger<ModelRepository> logger)
    {
        var root = Path.GetFullPath(options.Path);
        var entries = Directory.EnumerateDirectories(root)
            .Where(directory => !Path.GetFileName(directory).StartsWith('.'))
            .SelectMany(directory => new ModelDirectory(directory, options).Read())
            .OrderBy(entry => entry.Id.Model, StringComparer.Ordinal).ThenBy(entry => entry.Id.Version)
            .ToImmutableArray();
        Report(entries, root, logger);
        return new ModelRepository(entries);
    }

    private static void Report(ImmutableArray<CatalogEntry> entries, string root, ILogger logger)
    {
        // A model's warnings stand with each of its versions.
        foreach (var entry in entries.DistinctBy(entry => entry.Id.Model))
            foreach (var warning in entry.Warnings) LogWarning(logger, entry.Id.Model, warning);
        foreach (var entry in entries)
            if (entry.Reason is { } reason) LogBroken(logger, entry.Id.Model, entry.Id.Version, reason);
        LogScanned(logger, root, entries.Count(entry => entry.Spec is not null), entries.Count(entry => entry.Spec is null));
    }
}
