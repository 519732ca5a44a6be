using System.Text.Json;
using OrleansInference.Telemetry;

namespace OrleansInference.Cli.Bench;

/// <summary>A run in words, figures and a picture, for people or as JSON.</summary>
/// <param name="plan">How the load was to be.</param>
/// <param name="result">What was measured.</param>
/// <param name="itemsPerRequest">The size of a request's batch.</param>
/// <param name="isInterrupted">Whether the run was ended before its time.</param>
internal sealed class BenchReport(LoadPlan plan, LoadResult result, long itemsPerRequest = 1, bool isInterrupted = false)
{
    /// <summary>The generator's own delay above which its latencies are in doubt, in nanoseconds.</summary>
    private const long DoubtfulLag = 1_000_000;

    private static readonly (string Name, double Share)[] Percentiles =
        [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)];

    /// <param name="output">Gets the text.</param>
    /// <param name="columns">The width of the picture.</param>
    public void WriteText(TextWriter output, int columns)
    {
        output.WriteLine($"{plan}; {result.Seconds:F1} s after {plan.WarmUp.TotalSeconds:0.#} s of warm-up{(isInterrupted ? ", interrupted" : "")}");
        var items = itemsPerRequest > 1 ? $", {result.RequestsPerSecond * itemsPerRequest:F1} items/s in batches of {itemsPerRequest}" : "";
        output.WriteLine($"answered   {result.Latency.Count} ({result.RequestsPerSecond:F1}/s{items})");
        foreach (var (error, count) in ErrorsByNumber)
            output.WriteLine($"failed     {count}: {error}");
        if (result.Unsent > 0)
            output.WriteLine($"unsent     {result.Unsent}: every connection was busy; the latencies leave them out and are too low");
        if (result.Lag.Count > 0)
            output.WriteLine($"sent late  p99 {DurationText.Of(result.Lag.Percentile(0.99))}, max {DurationText.Of(result.Lag.Max)}, by the generator itself");
        if (result.Lag.Percentile(0.99) > DoubtfulLag)
            output.WriteLine("           it lacked processor time, and the latencies include that");
        if (result.Latency.Count > 0)
            WriteLatency(output, columns);
    }

    /// <summary>Writes the report's properties into the object that is open.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        WritePlan(json);
        json.WriteBoolean("interrupted", isInterrupted);
        json.WriteNumber("seconds", Math.Round(result.Seconds, 3));
        json.WriteNumber("answered", result.Latency.Count);
        json.WriteNumber("failed", result.Failed);
        json.WriteNumber("unsent", result.Unsent);
        json.WriteStartObject("errors");
        foreach (var (error, count) in ErrorsByNumber)
            json.WriteNumber(error, count);
        json.WriteEndObject();
        json.WriteNumber("requests_per_second", Math.Round(result.RequestsPerSecond, 3));
        json.WriteNumber("items_per_second", Math.Round(result.RequestsPerSecond * itemsPerRequest, 3));
        WritePercentiles(json, "latency_ms", result.Latency);
        WritePercentiles(json, "sent_late_ms", result.Lag);
        json.WriteStartArray("histogram");
        foreach (var row in LatencyRow.Of(result.Latency))
        {
            json.WriteStartObject();
            json.WriteNumber("from_ms", Milliseconds(row.From));
            json.WriteNumber("to_ms", Milliseconds(row.To));
            json.WriteNumber("count", row.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private IEnumerable<KeyValuePair<string, long>> ErrorsByNumber =>
        result.Errors.OrderByDescending(error => error.Value).ThenBy(error => error.Key, StringComparer.Ordinal);

    private void WriteLatency(TextWriter output, int columns)
    {
        output.WriteLine();
        output.WriteLine(plan.RequestsPerSecond is null ? "latency" : "latency, from when each request was due");
        var values = Percentiles.Select(percentile => DurationText.Of(result.Latency.Percentile(percentile.Share))).ToList();
        var width = values.Max(value => value.Length);
        foreach (var (percentile, value) in Percentiles.Zip(values))
            output.WriteLine($"  {percentile.Name,-5}  {value.PadLeft(width)}");
        output.WriteLine();
        LatencyChart.Write(output, LatencyRow.Of(result.Latency), columns);
    }

    private void WritePlan(Utf8JsonWriter json)
    {
        json.WriteString("loop", plan.RequestsPerSecond is null ? "closed" : "open");
        if (plan.RequestsPerSecond is { } rate)
            json.WriteNumber("rate", rate);
        if (plan.PoissonSeed is { } seed)
            json.WriteNumber("seed", seed);
        json.WriteNumber("concurrency", plan.Connections);
        json.WriteNumber("warmup_seconds", plan.WarmUp.TotalSeconds);
        json.WriteNumber("batch", itemsPerRequest);
    }

    private static void WritePercentiles(Utf8JsonWriter json, string name, Histogram histogram)
    {
        json.WriteStartObject(name);
        foreach (var (percentile, share) in Percentiles)
            json.WriteNumber(percentile, Milliseconds(histogram.Percentile(share)));
        json.WriteEndObject();
    }

    private static double Milliseconds(double nanoseconds) => Math.Round(nanoseconds / 1e6, 6);
}
