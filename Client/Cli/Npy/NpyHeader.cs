using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansInference.Cli.Npy;

/// <summary>
/// The header of a NumPy file: a Python dictionary with exactly the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>
/// (numpy.lib.format, versions 1 to 3).
/// </summary>
internal sealed partial record NpyHeader(NpyType Type, bool IsFortranOrder, ImmutableArray<long> Shape)
{
    /// <summary>How many elements the array has.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <exception cref="InvalidDataException">It is something else, or its type has no counterpart in the protocol.</exception>
    public static NpyHeader Parse(string text)
    {
        if (Dictionary().Match(text) is not { Success: true } found)
            throw new InvalidDataException($"its header is not a dictionary of 'descr', 'fortran_order' and 'shape': {Shown(text)}");
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match entry in Entry().Matches(found.Groups["entries"].Value))
            entries[entry.Groups["key"].Value] = entry.Groups["value"].Value;
        return new NpyHeader(ReadType(Value(entries, "descr", text)), Value(entries, "fortran_order", text) == "True", ReadShape(Value(entries, "shape", text)));
    }

    private static string Value(Dictionary<string, string> entries, string key, string text) =>
        entries.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"its header has no '{key}': {Shown(text)}");

    private static NpyType ReadType(string value)
    {
        var name = value.Trim('\'', '"');
        if (NpyType.TryParse(name, out var type))
            return type;
        throw new InvalidDataException(value[0] == '[' ? $"it is a structured array; expected {NpyType.Allowed}"
            : name is "|O" or "O" ? $"it holds Python objects; expected {NpyType.Allowed}"
            : $"its type is '{name}'; expected {NpyType.Allowed}");
    }

    private static ImmutableArray<long> ReadShape(string value)
    {
        try
        {
            return
            [
                .. value.Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(dimension => long.Parse(dimension.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture)),
            ];
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new InvalidDataException($"its shape is {value}; expected whole numbers of at least 0", exception);
        }
    }

    private static string Shown(string text) => text.Length > 100 ? text[..100] + "…" : text.Trim();

    [GeneratedRegex(@"\A\s*\{(?<entries>.*)\}\s*\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dictionary();

    // A value is a text, a tuple, a list (of a structured type; its own brackets do not matter here) or True and False.
    [GeneratedRegex("""['"](?<key>\w+)['"]\s*:\s*(?<value>'[^']*'|"[^"]*"|\([^)]*\)|\[.*\]|\w+)""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();
}
