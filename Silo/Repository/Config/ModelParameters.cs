using System.Collections.Immutable;
using System.Globalization;

namespace OrleansInference.Repository.Config;

/// <summary>The entries of <c>parameters</c>. All of them go to the runtime; those that are read here are checked here.</summary>
internal sealed class ModelParameters
{
    private readonly Dictionary<string, MessageReader> _entries = new(StringComparer.Ordinal);

    public ModelParameters(MessageReader root)
    {
        var texts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in root.Map("parameters"))
        {
            _entries[key] = value;
            texts[key] = value.Text("string_value") ?? "";
            value.Close();
        }
        Texts = texts.ToImmutable();
    }

    public ImmutableDictionary<string, string> Texts { get; }

    public long Integer(string key, long min, long max, long fallback)
    {
        if (!Texts.TryGetValue(key, out var text)) return fallback;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Problem(key, $"is \"{text}\"; allowed: an integer from {min} to {max}");
        return fallback;
    }

    /// <summary>Says what is wrong with a parameter that is there.</summary>
    public void Problem(string key, string problem) => _entries[key].Problem("string_value", $"of {key} {problem}");
}
