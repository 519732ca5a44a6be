using System.Text;
using OrleansInference.Telemetry;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary>
/// Writes Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats): of each metric its help, its type, then its samples,
/// a line each.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _name = "";

    /// <summary>Begins a metric; the samples that follow are its own.</summary>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    public void Begin(string name, string type, string help)
    {
        _name = name;
        var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        _text.Append($"# HELP {name} {escaped}\n# TYPE {name} {type}\n");
    }

    /// <param name="labels">From <see cref="Label"/>, with commas between them; empty for none.</param>
    public void Sample(string labels, double value) => Sample("", labels, value);

    /// <param name="bounds">Ascending. A value counts at a bound where its bucket begins at or below it, so up to 0.8 % beyond.</param>
    /// <param name="unitsPerOne">How many of the histogram's whole numbers are one of the metric's unit.</param>
    public void Histogram(string labels, HistogramSnapshot histogram, ReadOnlySpan<decimal> bounds, long unitsPerOne)
    {
        var (next, count) = (0, 0L);
        foreach (var bound in bounds)
        {
            for (; next < histogram.Buckets.Length && histogram.Buckets[next].Lowest <= bound * unitsPerOne; next++)
                count += histogram.Buckets[next].Count;
            Sample("_bucket", $"{labels},{Label("le", bound.ToString())}", count);
        }
        Sample("_bucket", $"{labels},{Label("le", "+Inf")}", histogram.Count);
        Sample("_sum", labels, (double)histogram.Sum / unitsPerOne);
        Sample("_count", labels, histogram.Count);
    }

    public static string Label(string name, string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{name}=\"{escaped}\"";
    }

    public override string ToString() => _text.ToString();

    // The format writes infinity its own way.
    private void Sample(string suffix, string labels, double value) =>
        _text.Append($"{_name}{suffix}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {(double.IsPositiveInfinity(value) ? "+Inf" : value.ToString())}\n");
}
