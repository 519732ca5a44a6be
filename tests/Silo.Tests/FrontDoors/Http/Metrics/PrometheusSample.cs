using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary>A line with a value, read as strictly as the format allows.</summary>
/// <param name="Name">With the suffix of a histogram's part.</param>
/// <param name="Labels">Unescaped.</param>
internal sealed partial record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The labels but one, as a key.</summary>
    public string LabelsBut(string label) =>
        string.Join(',', Labels.Where(each => each.Key != label).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key}={each.Value}"));

    public static PrometheusSample Parse(string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, $"not a sample: {line}");
        var labels = match.Groups["label"].Captures.Zip(match.Groups["text"].Captures)
            .ToDictionary(pair => pair.First.Value, pair => Unescape(pair.Second.Value), StringComparer.Ordinal);
        return new PrometheusSample(match.Groups["name"].Value, labels, Number(match.Groups["value"].Value));
    }

    public static double Number(string text) => text == "+Inf" ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Unescape(string text) =>
        Escape().Replace(text, match => match.Value switch { @"\\" => @"\", @"\""" => "\"", @"\n" => "\n", var other => throw new FormatException(other) });

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>([^"\\\n]|\\[\\n"])*)"(,(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>([^"\\\n]|\\[\\n"])*)")*\})? (?<value>[+-]?(Inf|[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)|NaN)$""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
