namespace OrleansInference.Hosting;

/// <summary>Keys that nothing reads: a misspelt one would be ignored in silence otherwise.</summary>
internal static class UnknownKeys
{
    /// <summary>Sections that .NET and Orleans read.</summary>
    private static readonly string[] Foreign = ["Logging", "Orleans", "Kestrel"];

    public static IEnumerable<string> In(IEnumerable<SettingsLayer> layers, IReadOnlyList<OptionSection> sections)
    {
        var known = sections.SelectMany(section => section.Options).Select(option => option.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return from layer in layers
               from key in layer.Values.Keys.Order(StringComparer.Ordinal)
               where !known.Contains(key) && !Foreign.Contains(SectionOf(key), StringComparer.OrdinalIgnoreCase)
               select $"{key} ({layer.SourceOf(key)}): no such setting{NameSuggestion.For(key, known)} ({Keys(key, sections)})";
    }

    private static string SectionOf(string key) => key.Split(':', 2)[0];

    private static string Keys(string key, IReadOnlyList<OptionSection> sections)
    {
        var section = sections.Where(candidate => string.Equals(candidate.Name, SectionOf(key), StringComparison.OrdinalIgnoreCase)).ToList();
        return section.Count == 0
            ? $"the sections are {string.Join(", ", sections.Select(candidate => candidate.Name).Distinct().Concat(Foreign))}"
            : $"{section[0].Name} has {string.Join(", ", section.SelectMany(part => part.Options).Select(option => option.Property.Name))}";
    }
}
