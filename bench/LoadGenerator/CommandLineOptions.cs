using System.Globalization;

namespace OrleansInference.Bench;

/// <summary>Options of the form <c>--name value</c>. Collects every mistake, to be shown together.</summary>
internal sealed class CommandLineOptions
{
    private readonly List<(string Name, string Value)> _options = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _mistakes = [];

    public CommandLineOptions(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Length)
            {
                _mistakes.Add($"'{arguments[i]}': expected --name value");
                return;
            }

            _options.Add((arguments[i], arguments[i + 1]));
        }
    }

    public IReadOnlyList<string> All(string name)
    {
        _used.Add(name);
        return [.. _options.Where(option => option.Name == name).Select(option => option.Value)];
    }

    public string? Text(string name) => All(name) is [.., var last] ? last : null;

    public double Number(string name, double otherwise, double least, double most)
    {
        var text = Text(name);
        if (text is null)
            return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        _mistakes.Add($"{name} '{text}': expected a number from {least} to {most}");
        return otherwise;
    }

    /// <summary>Several numbers with commas between them, each above 0 and up to <paramref name="most"/>.</summary>
    public IEnumerable<double> Numbers(string name, string otherwise, double most)
    {
        foreach (var text in (Text(name) ?? otherwise).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most)
                yield return number;
            else
                _mistakes.Add($"{name} '{text}': expected numbers above 0, up to {most}");
        }
    }

    /// <summary>A value that must be there, read by <paramref name="parse"/>, which returns null where it can't.</summary>
    public T? Required<T>(string name, string expected, Func<string, T?> parse)
        where T : class
    {
        var text = Text(name);
        var value = text is null ? null : parse(text);
        if (value is null)
            _mistakes.Add($"{name} {(text is null ? "is missing" : $"'{text}'")}: expected {expected}");
        return value;
    }

    public void Mistake(string text) => _mistakes.Add(text);

    /// <summary>Every mistake, options that nobody asked for among them.</summary>
    public IReadOnlyList<string> Mistakes() =>
        [.. _mistakes, .. _options.Where(option => !_used.Contains(option.Name)).Select(option => $"{option.Name}: no such option here")];
}
