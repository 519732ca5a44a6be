using OrleansInference.Autoscaling;
using OrleansInference.Ensembles;
using OrleansInference.Repository.Config;

namespace OrleansInference.Repository;

/// <summary>One look at a repository: reads a model when it is asked for or is a step of one that is, and each only once.</summary>
/// <param name="root">Where steps' models are looked for.</param>
/// <param name="options">The repository's.</param>
/// <param name="autoscaler">How models are scaled that do not say.</param>
internal sealed class RepositoryLook(string root, RepositoryOptions options, AutoscalerOptions autoscaler)
{
    private readonly Dictionary<string, ModelDirectory> _read = new(StringComparer.Ordinal);
    private readonly List<string> _reading = [];

    public ScalingBinder Scaling { get; } = new(autoscaler);

    /// <param name="directory">A model's folder.</param>
    /// <param name="config">A configuration as JSON instead of the folder's own; null for its own.</param>
    public ModelDirectory Read(string directory, string? config = null)
    {
        var name = Path.GetFileName(directory);
        if (_read.TryGetValue(name, out var known)) return known;
        var model = new ModelDirectory(directory, options, this, config);
        _reading.Add(name);
        model.Read();
        _reading.RemoveAt(_reading.Count - 1);
        return _read[name] = model;
    }

    /// <summary>The model of a step of the ensemble that is being read.</summary>
    /// <param name="model">Its name; any text.</param>
    /// <param name="version">Null for the latest.</param>
    public StepModel Find(string model, long? version)
    {
        if (_reading.IndexOf(model) is >= 0 and var start)
            return new StepModel(null, $"stands on this ensemble: {string.Join(" → ", _reading.Skip(start).Append(model))}");
        if (_reading.Count == EnsembleSpec.MaxDepth) return new StepModel(null, $"is one ensemble within another too many; allowed: {EnsembleSpec.MaxDepth}");
        var directory = Path.Combine(root, model);
        if (!ModelName.IsValid(model) || model.StartsWith('.') || !Directory.Exists(directory) || Read(directory).Versions is not { IsEmpty: false } versions)
            return new StepModel(null, "is not in the repository");

        var found = version is null ? versions.LastOrDefault(each => each.Spec is not null) ?? versions[^1] : versions.FirstOrDefault(each => each.Id.Version == version);
        return found is null ? new StepModel(null, $"has no version {version} that is served; it has {string.Join(", ", versions.Select(each => each.Id.Version))}")
            : found.Spec is { } spec ? new StepModel(spec.DeclaredSignature, null)
            : new StepModel(null, $"can't be served: {found.Reason}");
    }
}
