using OrleansInference.FrontDoors.Http.Metrics;

namespace OrleansInference.Serving;

public sealed class MetricsTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Fact]
    public async Task What_was_served_is_in_every_histogram_and_agrees_with_the_statistics()
    {
        var samples = Expected.Of("digits")["cases"]!.AsArray();
        foreach (var sample in samples) await Expected.Probabilities(server.Http, "digits", sample!["inputs"]!);

        var metrics = PrometheusMetric.ParseAll(await server.Http.GetStringAsync("/metrics"));

        Assert.Equal(samples.Count, Value(metrics["oi_requests_total"].Samples, "oi_requests_total", ("outcome", "success")));
        Assert.Equal(1, Value(metrics["oi_replicas"].Samples, "oi_replicas", ("state", "ready")));
        var parts = new[] { "queue", "batch_wait", "compute", "duration" }.Select(part => $"oi_request_{part}_seconds").ToList();
        Assert.All(parts, part => Assert.Equal(samples.Count, Value(metrics[part].Samples, $"{part}_count")));
        var sums = parts.Select(part => Value(metrics[part].Samples, $"{part}_sum")).ToList();
        Assert.All(sums, seconds => Assert.InRange(seconds, 0, 60));
        Assert.True(sums[2] > 0 && sums[3] >= sums[2], $"compute {sums[2]} s of {sums[3]} s");
    }

    private static double Value(List<PrometheusSample> samples, string name, params (string Name, string Value)[] labels) => samples.Single(sample =>
        sample.Name == name && sample.Labels["model"] == "digits" && labels.All(label => sample.Labels[label.Name] == label.Value)).Value;
}
