namespace OrleansInference.Hosting;

/// <summary>
/// Everything that was set, merged: the command line over the environment over the settings file. What is set nowhere keeps the default
/// of its options class.
/// </summary>
internal sealed class Settings
{
    public const string DefaultFile = "appsettings.json";

    private readonly List<SettingsLayer> _layers = [];
    private Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _mistakes = [];

    /// <param name="arguments">Of the command line.</param>
    /// <param name="environment">Variables; others than ours are ignored.</param>
    /// <param name="folder">Where the process runs; absolute.</param>
    /// <param name="sections">All that there are.</param>
    public Settings(
        IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string?>> environment, string folder, IReadOnlyList<OptionSection> sections)
    {
        Sections = sections;
        Arguments = arguments;
        CommandLine = new CommandLine(arguments, [.. sections.SelectMany(section => section.Options)]);
        _mistakes.AddRange(CommandLine.Mistakes);
        AddFile(folder);
        _layers.Add(SettingsLayer.FromEnvironment(environment, folder));
        _layers.Add(SettingsLayer.FromCommandLine(CommandLine, folder));
        foreach (var layer in _layers)
            foreach (var (key, value) in layer.Values)
                _values[key] = value;
        ResolvePaths();
        _mistakes.AddRange(UnknownKeys.In(_layers, sections));
    }

    public IReadOnlyList<OptionSection> Sections { get; }

    /// <summary>Of the command line, as they came.</summary>
    public IReadOnlyList<string> Arguments { get; }

    public CommandLine CommandLine { get; }

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>What is wrong however the values are understood: unknown names, an unreadable file.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>False where the settings file can't be read: then nothing can be said about the values.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Where a key's value was written; "default" where it was not.</summary>
    public string SourceOf(string key) => Top(key)?.SourceOf(key) ?? "default";

    /// <summary>The options of a class among <see cref="Sections"/>.</summary>
    public TOptions Bind<TOptions>() => (TOptions)Sections.Single(section => section.Type == typeof(TOptions)).Bind(Values);

    /// <summary>The same with other values for some keys: those of a further silo.</summary>
    public Settings With(IEnumerable<KeyValuePair<string, string>> values)
    {
        var other = (Settings)MemberwiseClone();
        other._values = new Dictionary<string, string>(_values, _values.Comparer);
        foreach (var (key, value) in values)
            other._values[key] = value;
        return other;
    }

    private SettingsLayer? Top(string key) => _layers.LastOrDefault(layer => layer.Values.ContainsKey(key));

    private void AddFile(string folder)
    {
        var file = Path.GetFullPath(CommandLine.ConfigFile ?? DefaultFile, folder);
        if (!File.Exists(file))
        {
            if (CommandLine.ConfigFile is not null)
                Unreadable($"{CommandLine.ConfigSwitch} {CommandLine.ConfigFile}: there is no file {file}");
            return;
        }
        try
        {
            _layers.Add(SettingsLayer.FromFile(file));
        }
        catch (FormatException exception)
        {
            Unreadable(exception.Message);
        }
    }

    private void Unreadable(string mistake)
    {
        _mistakes.Add(mistake);
        IsComplete = false;
    }

    /// <summary>A relative path means what it means where it was written: in a file, relative to that file.</summary>
    private void ResolvePaths()
    {
        foreach (var option in Sections.SelectMany(section => section.Options))
            if (option.IsPath && Top(option.Key) is { } layer && _values[option.Key] is { Length: > 0 } path)
                _values[option.Key] = Path.GetFullPath(path, layer.Folder);
    }
}
