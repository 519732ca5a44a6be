using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansInference.Telemetry;

namespace OrleansInference.Cli.Bench;

public sealed class BenchReportTests
{
    private const long Microsecond = 1_000;
    private static readonly LoadPlan Open = new()
    {
        RequestsPerSecond = 100, PoissonSeed = 1, Connections = 64, WarmUp = TimeSpan.FromSeconds(2), Duration = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(30),
    };

    [Fact]
    public void The_summary_has_load_throughput_errors_percentiles_and_a_picture()
    {
        Assert.Equal(
            """
            open loop, 100/s Poisson (seed 1), up to 64 connections; 10.0 s after 2 s of warm-up
            answered   996 (99.6/s, 796.8 items/s in batches of 8)
            failed     3: HTTP 429
            failed     1: timed out
            unsent     2: every connection was busy; the latencies leave them out and are too low
            sent late  p99 20.0 µs, max 20.0 µs, by the generator itself

            latency, from when each request was due
              p50     803 µs
              p90    1.61 ms
              p95    1.61 ms
              p99    4.01 ms
              p99.9  90.7 ms
              max    90.7 ms

               631 µs  ████████████████████████████████████  700  70.3 %
              1.00 ms                                          0   0.0 %
              1.58 ms  ██████████████▋                       284  28.5 %
              2.51 ms                                          0   0.0 %
              3.98 ms  ▋                                      10   1.0 %
              6.31 ms                                          0   0.0 %
              10.0 ms                                          0   0.0 %
              15.8 ms                                          0   0.0 %
              25.1 ms                                          0   0.0 %
              39.8 ms                                          0   0.0 %
              63.1 ms  ▏                                       2   0.2 %

            """,
            Text(Result(), 60).Replace("\r", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void The_picture_fills_the_width_and_no_more(int columns)
    {
        var longest = Text(Result(), columns).Split('\n').Where(line => line.Contains('█')).Max(line => line.Length);
        Assert.InRange(longest, Math.Min(columns, 124) - 2, columns);
    }

    [Fact]
    public void One_request_among_a_million_is_still_seen()
    {
        var histogram = new Histogram();
        for (var i = 0; i < 100_000; i++)
            histogram.Record(1000 * Microsecond);
        histogram.Record(2000 * Microsecond);
        var output = new StringWriter();
        LatencyChart.Write(output, LatencyRow.Of(histogram), 80);
        Assert.Contains("▏", output.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public void Rows_are_at_most_twenty_and_hold_every_request()
    {
        foreach (var spread in new[] { 1.0, 1.01, 2, 10, 1000, 1e6, 1e9 })
        {
            var histogram = new Histogram();
            for (var i = 0; i < 1000; i++)
                histogram.Record((long)(5000 * Math.Pow(spread, i / 999.0)));
            var rows = LatencyRow.Of(histogram);
            Assert.InRange(rows.Count, 1, 20);
            Assert.Equal(1000, rows.Sum(row => row.Count));
            Assert.All(rows, row => Assert.True(row.From < row.To));
        }
    }

    [Theory]
    [InlineData(0, "0.00 µs")]
    [InlineData(9_994, "9.99 µs")]
    [InlineData(9_996, "10.0 µs")]
    [InlineData(999_400, "999 µs")]
    [InlineData(999_600, "1.00 ms")]
    [InlineData(12_345_678_900, "12.3 s")]
    public void Durations_have_three_digits(long nanoseconds, string expected) => Assert.Equal(expected, DurationText.Of(nanoseconds));

    [Fact]
    public void A_run_without_an_answer_has_no_latencies()
    {
        var result = new LoadResult { Seconds = 1 };
        result.Record(0, 0, 0, 5, "HTTP 500");
        var text = Text(result, 80);
        Assert.Contains("answered   0 (0.0/s", text);
        Assert.DoesNotContain("p50", text[text.IndexOf("failed", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Json_has_the_same_figures()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            new BenchReport(Open, Result(), 8, isInterrupted: true).WriteJson(json);
            json.WriteEndObject();
        }

        var node = JsonNode.Parse(stream.ToArray())!;
        Assert.Equal(("open", 100.0, 64), ((string?)node["loop"], (double)node["rate"]!, (int)node["concurrency"]!));
        Assert.Equal((996, 4, 2), ((int)node["answered"]!, (int)node["failed"]!, (int)node["unsent"]!));
        Assert.Equal("""{"HTTP 429":3,"timed out":1}""", node["errors"]!.ToJsonString());
        Assert.Equal((99.6, 796.8, true), ((double)node["requests_per_second"]!, (double)node["items_per_second"]!, (bool)node["interrupted"]!));
        Assert.Equal(["p50", "p90", "p95", "p99", "p99.9", "max"], node["latency_ms"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(0.802815, (double)node["latency_ms"]!["p50"]!);
        Assert.Equal(996, node["histogram"]!.AsArray().Sum(row => (int)row!["count"]!));
    }

    private static string Text(LoadResult result, int columns)
    {
        var output = new StringWriter();
        new BenchReport(Open, result, 8).WriteText(output, columns);
        return output.ToString();
    }

    // 700 of 0.8 ms, 284 of 1.6, ten of 4, two of 90.
    private static LoadResult Result()
    {
        var result = new LoadResult { Seconds = 10, Unsent = 2 };
        foreach (var (count, microseconds) in new[] { (700, 800), (284, 1600), (10, 4000), (2, 90700) })
            for (var i = 0; i < count; i++)
                result.Record(0, 0, 20 * Microsecond, microseconds * Microsecond, null);
        for (var i = 0; i < 3; i++)
            result.Record(0, 0, 0, 1, "HTTP 429");
        result.Record(0, 0, 0, 1, "timed out");
        return result;
    }
}
