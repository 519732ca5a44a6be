namespace OrleansInference.Hosting;

/// <summary>The settings of one place, by key.</summary>
/// <param name="Folder">What relative paths in it are relative to.</param>
/// <param name="SourceOf">Where exactly a key was set, for messages.</param>
/// <param name="Values">Key, such as <c>Http:Port</c>, to text.</param>
internal sealed record SettingsLayer(string Folder, Func<string, string> SourceOf, IReadOnlyDictionary<string, string> Values)
{
    public const string EnvironmentPrefix = "ORLEANS_INFERENCE__";

    /// <exception cref="FormatException">The file is not JSON; says where.</exception>
    public static SettingsLayer FromFile(string file)
    {
        try
        {
            var values = new ConfigurationBuilder().AddJsonFile(file, optional: false).Build().AsEnumerable();
            return new SettingsLayer(Path.GetDirectoryName(file)!, _ => file, ByKey(values));
        }
        catch (InvalidDataException exception)
        {
            var reason = exception.GetBaseException().Message;
            throw new FormatException($"{file} is not valid JSON: {reason}", exception);
        }
    }

    public static SettingsLayer FromEnvironment(IEnumerable<KeyValuePair<string, string?>> variables, string folder)
    {
        var ours = variables.Where(variable => variable.Key.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase));
        return new SettingsLayer(
            folder,
            key => EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal),
            ByKey(ours.Select(variable => KeyValuePair.Create(
                variable.Key[EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal), variable.Value))));
    }

    public static SettingsLayer FromCommandLine(CommandLine commandLine, string folder) =>
        new(folder, key => commandLine.SwitchOf[key], ByKey(commandLine.Values));

    // A section by itself has no value.
    private static Dictionary<string, string> ByKey(IEnumerable<KeyValuePair<string, string?>> values) =>
        values.Where(pair => pair.Value is not null)
            .DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
}
