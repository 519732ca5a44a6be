using System.Collections.Immutable;
using OrleansInference.Autoscaling;

namespace OrleansInference.Repository.Check;

/// <summary>Reads a repository as a server does when it starts, and tells everything that is wrong with it. Loads no program.</summary>
internal static class RepositoryCheck
{
    // Which GPUs the server will have is not known here: whatever a configuration names is taken to be there.
    private static readonly RepositoryOptions Options = new() { Gpus = 64 };

    /// <param name="directory">A repository, or the folder of one model: one with a configuration or a version in it.</param>
    /// <exception cref="IOException">It can't be listed.</exception>
    public static RepositoryReport Run(string directory)
    {
        var root = Path.TrimEndingDirectorySeparator(directory);
        if (Path.GetFileName(root) is "" or "." or "..")
            root = Path.GetFullPath(root); // a model has its folder's name
        var isModel = IsModel(root);
        var look = new RepositoryLook(isModel ? Path.GetDirectoryName(Path.GetFullPath(root))! : root, Options, new AutoscalerOptions());
        var models = isModel ? [root] : Directory.EnumerateDirectories(root).Where(IsVisible).Order(StringComparer.Ordinal).ToImmutableArray();
        var findings = ImmutableArray.CreateBuilder<RepositoryFinding>();
        var (versions, served) = (0, 0);
        foreach (var model in models)
        {
            var folder = look.Read(model);
            versions += folder.Versions.Length;
            served += folder.Versions.Count(version => version.Spec is not null);
            findings.AddRange(folder.Findings);
        }

        if (versions == 0)
            findings.Add(new RepositoryFinding(root, null, IsError: true, "no model is in it; expected a folder for each, such as digits/1/model.pt"));
        return new RepositoryReport(findings.DrainToImmutable(), versions, served);
    }

    private static bool IsModel(string directory) =>
        File.Exists(Path.Combine(directory, ModelDirectory.ConfigFile)) || !VersionDirectories.Of(directory).Versions.IsEmpty;

    private static bool IsVisible(string directory) => !Path.GetFileName(directory).StartsWith('.');
}
