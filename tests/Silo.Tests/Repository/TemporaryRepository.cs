using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Repository;

namespace OrleansInference.Tests.Repository;

/// <summary>A model repository in a temporary directory.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("oi-repository-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public TemporaryRepository With(string path, string content = "a program")
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return this;
    }

    public TemporaryRepository WithBytes(string path, byte[] content)
    {
        With(path);
        File.WriteAllBytes(Path.Combine(Root, path), content);
        return this;
    }

    public TemporaryRepository WithDirectory(string path)
    {
        Directory.CreateDirectory(Path.Combine(Root, path));
        return this;
    }

    public ModelRepository Open(RepositoryOptions? options = null, AutoscalerOptions? autoscaler = null)
    {
        options ??= new RepositoryOptions();
        options.Path = Root;
        return new ModelRepository(Options.Create(options), Options.Create(autoscaler ?? new AutoscalerOptions()), NullLogger<ModelRepository>.Instance);
    }

    /// <summary>The versions of every model.</summary>
    public ImmutableArray<ScannedVersion> Scan(RepositoryOptions? options = null, AutoscalerOptions? autoscaler = null) => [.. Open(options, autoscaler).Scan().SelectMany(scan => scan.Versions)];

    /// <summary>The one entry of a model 'm' with version 1 and this configuration.</summary>
    public ScannedVersion Configured(string config, RepositoryOptions? options = null, AutoscalerOptions? autoscaler = null) =>
        Assert.Single(With("m/1/model.pt").With("m/config.pbtxt", config).Scan(options, autoscaler));

    /// <summary>As <see cref="Configured"/>, where it has to be served.</summary>
    public ModelSpec Spec(string config, RepositoryOptions? options = null)
    {
        var entry = Configured(config, options);
        Assert.Null(entry.Reason);
        return entry.Spec!;
    }

    /// <summary>As <see cref="Configured"/>, where it must not be served.</summary>
    public string Reason(string config, RepositoryOptions? options = null)
    {
        var entry = Configured(config, options);
        Assert.Null(entry.Spec);
        return entry.Reason!;
    }
}
