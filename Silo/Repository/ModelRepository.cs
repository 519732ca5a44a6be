using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;
using OrleansInference.Control;

namespace OrleansInference.Repository;

/// <summary>
/// The models of a directory in Triton's layout. Reads configurations and looks for programs; loads none. Folders whose name begins with
/// a dot are not looked at.
/// </summary>
internal sealed partial class ModelRepository(IOptions<RepositoryOptions> options, IOptions<AutoscalerOptions> autoscaler, ILogger<ModelRepository> logger) : IModelSource
{
    private readonly RepositoryOptions _options = options.Value;
    private readonly string _root = Path.GetFullPath(options.Value.Path);

    /// <summary>What the log has already: the repository is looked at again and again.</summary>
    private readonly ConcurrentDictionary<string, ModelScan> _logged = new(StringComparer.Ordinal);

    // The disk may take its time, and a grain's turn must not.
    public ValueTask<ImmutableArray<ModelScan>> ScanAsync() => new(Task.Run(Scan));

    public ValueTask<ModelScan?> ScanAsync(string model, string? config) => new(Task.Run(() => Scan(model, config)));

    /// <exception cref="IOException">The repository's own directory can't be listed.</exception>
    public ImmutableArray<ModelScan> Scan()
    {
        var look = new RepositoryLook(_root, _options, autoscaler.Value);
        var scans = Directory.EnumerateDirectories(_root)
            .Where(directory => !Path.GetFileName(directory).StartsWith('.'))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(directory => Read(look, directory, null))
            .Where(scan => !scan.Versions.IsEmpty)
            .ToImmutableArray();
        foreach (var removed in _logged.Keys.Except(scans.Select(scan => scan.Model))) _logged.TryRemove(removed, out _);
        return scans;
    }

    private ModelScan? Scan(string model, string? config)
    {
        var directory = Path.Combine(_root, model);
        return ModelName.IsValid(model) && !model.StartsWith('.') && Directory.Exists(directory) && Read(new RepositoryLook(_root, _options, autoscaler.Value), directory, config) is { Versions.IsEmpty: false } scan ? scan : null;
    }

    private ModelScan Read(RepositoryLook look, string path, string? config)
    {
        var scan = new ModelScan { Model = Path.GetFileName(path), Versions = look.Read(path, config).Versions };
        if (_logged.TryGetValue(scan.Model, out var logged) && logged == scan) return scan;
        _logged[scan.Model] = scan;
        // A model's warnings stand with each of its versions.
        foreach (var warning in scan.Versions.SelectMany(version => version.Warnings).Distinct()) LogWarning(scan.Model, warning);
        foreach (var version in scan.Versions)
            if (version.Reason is { } reason) LogBroken(scan.Model, version.Id.Version, reason);
        return scan;
    }
}
