using System.Collections.Immutable;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Repository.Check;
using OrleansInference.Repository.Config;
using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository;

/// <summary>One folder of the repository: reads which of its versions are to be served, and how.</summary>
/// <param name="look">Where an ensemble finds the models of its steps.</param>
/// <param name="givenConfig">A configuration as JSON instead of the folder's own; null for its own.</param>
internal sealed class ModelDirectory(string directory, RepositoryOptions options, RepositoryLook look, string? givenConfig = null)
{
    public const string ConfigFile = "config.pbtxt";

    private readonly string _name = Path.GetFileName(directory);
    private readonly ModelFiles _files = new(directory);
    private readonly string _config = givenConfig is null ? ConfigFile : "the given config";
    private readonly List<RepositoryFinding> _findings = [];

    // A load that brings a configuration is another state than one without.
    private readonly FileStamp[] _given = givenConfig is null ? [] : [new FileStamp(givenConfig, givenConfig.Length, default)];

    /// <summary>Everything that <see cref="Read"/> had to say, each with its place.</summary>
    public IReadOnlyList<RepositoryFinding> Findings => _findings;

    /// <summary>One element for each version that is to be served or is broken; none where the folder is not a model, and before <see cref="Read"/>.</summary>
    public ImmutableArray<ScannedVersion> Versions { get; private set; } = [];

    public void Read()
    {
        try
        {
            Versions = ReadVersions();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Versions = [Broken(0, $"{_name} can't be read: {exception.Message}")];
        }
    }

    private ImmutableArray<ScannedVersion> ReadVersions()
    {
        var folders = VersionDirectories.Of(directory);
        var hasConfig = givenConfig is not null || Directory.EnumerateFileSystemEntries(directory, ConfigFile).Any();
        if (folders.Versions.IsEmpty && !hasConfig) return LooseProgram() is { } advice ? [Broken(0, advice)] : [];
        if (!ModelName.IsValid(_name)) return [Broken(0, $"'{_name}' is no name for a model; allowed: {ModelName.Allowed}")];

        foreach (var ignored in folders.Ignored)
            _findings.Add(new RepositoryFinding(Path.Combine(directory, ignored), null, IsError: false, $"{_name}/{ignored} is ignored: a version is an integer of at least 1, without leading zeros"));
        var config = hasConfig ? Configured(out var reason) : Unconfigured(out reason);
        if (config is null) return [Unserved(folders.Versions.LastOrDefault(), reason, _files.Stamps)];
        if (folders.Versions.IsEmpty)
            return [Broken(0, $"{_name} has no version; expected a numbered directory, such as {_name}/1/{config.ProgramFile}{(config.Ensemble is null ? "" : "; that of an ensemble may be empty")}")];
        var served = config.Description.Versions.Select(folders.Versions);
        foreach (var warning in TrafficBinder.Unserved(config.Description.Traffic, served)) AddOfConfig(null, isError: false, warning);
        return [.. served.Select(version => Version(version, config, folders))];
    }

    private ModelConfig Unconfigured(out string reason)
    {
        reason = "";
        return new ModelConfig
        {
            Batching = BatchingBinder.Default(options),
            Replicas = InstanceGroupBinder.Default(options, options.ThreadsPerReplica),
            Scaling = look.Scaling.Default,
        };
    }

    private ModelConfig? Configured(out string reason)
    {
        var text = "";
        reason = "";
        if (givenConfig is null && !_files.TryReadText(ConfigFile, out text, out reason))
        {
            AddOfConfig(null, isError: true, reason);
            return null;
        }
        var report = new ConfigReport();
        try
        {
            var message = givenConfig is null ? TextFormatParser.Parse(text!) : ConfigJson.Parse(givenConfig);
            var config = new ModelConfigBinder(_name, _files, options, look).Bind(message, report);
            foreach (var (at, problem) in report.Problems) AddOfConfig(at, isError: true, problem);
            foreach (var (at, warning) in report.Warnings) AddOfConfig(at, isError: false, warning);
            if (!report.HasProblems) return config;
            reason = $"{_config} is wrong: {string.Join("; ", report.Problems.Select(problem => $"{problem.At} {problem.Text}"))}";
        }
        catch (TextFormatException exception)
        {
            var format = givenConfig is null ? "protobuf text format" : "the JSON of a ModelConfig";
            AddOfConfig(exception.At, isError: true, $"it is not {format}: {exception.Problem}");
            reason = $"{_config} is not {format}: {exception.Message}";
        }
        return null;
    }

    private ScannedVersion Version(long version, ModelConfig config, VersionDirectories folders)
    {
        if (!folders.Versions.Contains(version))
        {
            var existing = string.Join(", ", folders.Versions);
            return Broken(version, $"version_policy names version {version}, which {_name} does not have; it has {existing}");
        }

        var path = "";
        var stamps = _files.Stamps.Concat(_given);
        if (config.ProgramFile is { } file)
        {
            var versionDirectory = Path.Combine(directory, version.ToString());
            stamps = stamps.Append(ModelFiles.Stamp(directory, Path.Combine(version.ToString(), file)));
            if (ProgramFile.FindProblem(versionDirectory, file) is { } problem) return Broken(version, problem, stamps);
            path = Path.Combine(versionDirectory, file);
        }
        var id = new ModelVersion(_name, version);
        return new ScannedVersion { Id = id, Spec = config.ToSpec(id, path), Warnings = Warnings, Files = Fingerprint.Of(stamps) };
    }

    private ScannedVersion Broken(long version, string reason) => Broken(version, reason, _files.Stamps.Concat(_given));

    private ScannedVersion Broken(long version, string reason, IEnumerable<FileStamp> stamps)
    {
        _findings.Add(new RepositoryFinding(directory, null, IsError: true, reason));
        return Unserved(version, reason, stamps);
    }

    private ScannedVersion Unserved(long version, string reason, IEnumerable<FileStamp> stamps) =>
        new() { Id = new ModelVersion(_name, version), Reason = reason, Warnings = Warnings, Files = Fingerprint.Of(stamps) };

    private ImmutableArray<string> Warnings =>
        [.. from finding in _findings where !finding.IsError select finding.At is { } at ? $"{_config}:{at} {finding.Text}" : finding.Text];

    private void AddOfConfig(TextPosition? at, bool isError, string text) =>
        _findings.Add(new RepositoryFinding(Path.Combine(directory, ConfigFile), at, isError, text));

    /// <summary>A folder without versions is no model, but one with a program in it was meant to be.</summary>
    private string? LooseProgram()
    {
        var file = Directory.EnumerateFiles(directory, "*.pt").Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault();
        const string PathKey = $"{RepositoryOptions.Section}:{nameof(RepositoryOptions.Path)}";
        return file is null ? null
            : _name.All(char.IsAsciiDigit) ? $"{_name}/{file} looks like a version of a model; then {PathKey} should name the folder above"
            : $"{_name}/{file} is not in a version's directory; move it to {_name}/1/model.pt";
    }
}
