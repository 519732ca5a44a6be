namespace OrleansInference.Hosting;

/// <summary>
/// The arguments, read: <c>--switch value</c> and <c>--switch=value</c>; <c>--switch</c> alone is true where the option is true or false. The
/// last one of a switch counts.
/// </summary>
internal sealed class CommandLine
{
    public const string ConfigSwitch = "--config";

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _switchOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _mistakes = [];

    public CommandLine(IReadOnlyList<string> arguments, IReadOnlyList<OptionDescription> options)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var parts = arguments[index].Split('=', 2);
            var name = parts[0];
            OptionDescription[] named = [.. options.Where(candidate => candidate.Switches.Contains(name))]; // --address is two doors'
            var option = named.FirstOrDefault();
            if (name is "--help" or "-h" or "-?") WantsHelp = true;
            else if (name == "--version") WantsVersion = true;
            else if (option is null && name != ConfigSwitch)
            {
                _mistakes.Add(Unknown(name, options));
                if (name.StartsWith('-') && parts.Length == 1 && IsValue(index + 1)) index++;
            }
            else if (parts.Length == 2) Set(named, name, parts[1]);
            else if (IsValue(index + 1)) Set(named, name, arguments[++index]);
            else if (option?.Type == typeof(bool)) Set(named, name, "true");
            else _mistakes.Add($"{name}: needs a value{(option is null ? ", the path of a file" : $": {AllowedValues.Of(option)}")}");
        }

        bool IsValue(int index) => index < arguments.Count && !arguments[index].StartsWith("--", StringComparison.Ordinal);
    }

    public bool WantsHelp { get; }

    public bool WantsVersion { get; }

    /// <summary>The settings file that was named; null for none.</summary>
    public string? ConfigFile { get; private set; }

    public IReadOnlyDictionary<string, string?> Values => _values;

    /// <summary>Key → the switch that set it.</summary>
    public IReadOnlyDictionary<string, string> SwitchOf => _switchOf;

    public IReadOnlyList<string> Mistakes => _mistakes;

    private void Set(OptionDescription[] options, string name, string value)
    {
        if (options.Length == 0)
            ConfigFile = value;
        foreach (var option in options)
        {
            _values[option.Key] = value;
            _switchOf[option.Key] = name;
        }
    }

    private static string Unknown(string name, IReadOnlyList<OptionDescription> options) => name.StartsWith('-')
        ? $"{name}: no such option{NameSuggestion.For(name, options.SelectMany(option => option.Switches).Concat([ConfigSwitch, "--help", "--version"]))}"
        : $"{name}: every argument is an option that starts with -- or the value of one";
}
