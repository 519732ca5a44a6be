using System.Text.RegularExpressions;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary>A metric of an answer: its help, its type and all its samples, which stand together.</summary>
internal sealed partial record PrometheusMetric(string Name, string Type, string Help, List<PrometheusSample> Samples)
{
    /// <summary>Reads a whole answer; fails at the first line that the format does not have, or that stands in the wrong place.</summary>
    public static Dictionary<string, PrometheusMetric> ParseAll(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var metrics = new Dictionary<string, PrometheusMetric>(StringComparer.Ordinal);
        PrometheusMetric? last = null;
        string? help = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (HelpLine().Match(line) is { Success: true } helpLine)
            {
                help = helpLine.Groups["help"].Value;
                last = new PrometheusMetric(helpLine.Groups["name"].Value, "", help, []);
            }
            else if (TypeLine().Match(line) is { Success: true } typeLine)
            {
                Assert.Equal(last!.Name, typeLine.Groups["name"].Value);
                last = last with { Type = typeLine.Groups["type"].Value };
                metrics.Add(last.Name, last); // once only
            }
            else
            {
                var sample = PrometheusSample.Parse(line);
                Assert.NotEqual("", last!.Type);
                string[] parts = last.Type == "histogram" ? ["_bucket", "_sum", "_count"] : [""];
                Assert.Contains(parts, part => sample.Name == last.Name + part);
                last.Samples.Add(sample);
            }
        }
        return metrics;
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<help>([^\\]|\\\\|\\n)+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex HelpLine();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture)]
    private static partial Regex TypeLine();
}
