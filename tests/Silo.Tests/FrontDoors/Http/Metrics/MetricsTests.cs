using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Telemetry;

namespace OrleansInference.FrontDoors.Http.Metrics;

public sealed class MetricsTests : IAsyncLifetime
{
    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task The_answer_says_that_it_is_the_text_format()
    {
        var response = await _door.Client.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.All(PrometheusMetric.ParseAll(await response.Content.ReadAsStringAsync()).Values, metric => Assert.Empty(metric.Samples));
    }

    [Fact]
    public async Task Names_and_series_follow_the_rules()
    {
        _door.Dispatcher.OwnSilo.AddRange([Model("a/1"), Model("b/2")]);

        var metrics = await GetAsync();

        Assert.All(metrics.Values, metric =>
        {
            Assert.StartsWith("oi_", metric.Name, StringComparison.Ordinal);
            Assert.Equal(metric.Type == "counter", metric.Name.EndsWith("_total", StringComparison.Ordinal));
            Assert.NotEmpty(metric.Samples);
            Assert.All(metric.Samples, sample => Assert.True(sample.Labels.ContainsKey("model") && sample.Labels.ContainsKey("version")));
            var series = metric.Samples.Select(sample => sample.Name + sample.LabelsBut("")).ToList();
            Assert.Equal(series.Distinct(), series);
        });
    }

    [Fact]
    public async Task Buckets_are_cumulative_and_end_with_the_count()
    {
        var random = new Random(1);
        var times = new Histogram();
        for (var i = 0; i < 1000; i++) times.Record((long)Math.Pow(10, 3 + (8.5 * random.NextDouble())));
        _door.Dispatcher.OwnSilo.AddRange([Model("a/1", times.Snapshot()), Model("b/2")]);

        var histograms = (await GetAsync()).Values.Where(metric => metric.Type == "histogram").ToList();

        Assert.Equal(5, histograms.Count);
        Assert.All(histograms, metric => Assert.All(metric.Samples.GroupBy(sample => sample.LabelsBut("le")), AssertIsHistogram));
    }

    [Fact]
    public async Task A_bound_counts_all_that_does_not_exceed_it_and_at_most_a_128th_beyond()
    {
        var times = new Histogram();
        foreach (var microseconds in (int[])[900, 1000, 1020, 20_000]) times.Record(microseconds * 1000L);
        _door.Dispatcher.OwnSilo.Add(Model("a/1", times.Snapshot()));

        var duration = (await GetAsync())["oi_request_duration_seconds"].Samples;

        Assert.Equal([0, 2, 3], new[] { "0.0005", "0.001", "0.002" }.Select(bound => duration.Single(sample => sample.Labels.GetValueOrDefault("le") == bound).Value));
        Assert.Equal(0.02292, duration.Single(sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task Batch_sizes_of_powers_of_two_count_at_their_own_bound()
    {
        var items = new Histogram();
        for (var size = 1; size <= 1024; size *= 2) items.Record(size);
        _door.Dispatcher.OwnSilo.Add(Model("a/1") with { Totals = new PoolStatistics { PassItems = items.Snapshot() } });

        var buckets = (await GetAsync())["oi_batch_items"].Samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11], buckets.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Requests_replicas_padding_and_estimates_are_what_the_pools_say()
    {
        _door.Dispatcher.OwnSilo.Add(new SiloModel(ModelVersion.Parse("a/1"), 7, 2, 1, new PoolStatistics
        {
            Success = new(5, TimeSpan.FromSeconds(1)),
            Faults = [new FaultCount(FaultKind.QueueFull, 3), new FaultCount(FaultKind.ModelNotReady, 1)],
            Elements = 100, PaddingElements = 30, EstimatedSeconds = 1.5, ActualSeconds = 2, EstimateError = 0.25,
        }));

        var metrics = await GetAsync();

        Assert.Equal(
            ["success 5", "invalid_input 0", "queue_full 3", "deadline_exceeded 0", "cancelled 0", "model_error 0", "unavailable 0", "device_lost 0", "model_not_ready 1"],
            metrics["oi_requests_total"].Samples.Select(sample => $"{sample.Labels["outcome"]} {sample.Value}"));
        Assert.Equal(["ready 2", "loading 1"], metrics["oi_replicas"].Samples.Select(sample => $"{sample.Labels["state"]} {sample.Value}"));
        Assert.Equal(
            [7, 100, 30, 1.5, 2, 0.25],
            new[] { "oi_queue_depth", "oi_input_elements_total", "oi_padding_elements_total", "oi_estimated_work_seconds_total", "oi_actual_work_seconds_total", "oi_estimate_error_ratio" }
                .Select(name => Assert.Single(metrics[name].Samples).Value));
    }

    [Fact]
    public async Task A_pool_that_did_not_tell_has_no_counts_but_is_there()
    {
        _door.Dispatcher.OwnSilo.Add(Model("a/1") with { Totals = null, QueueDepth = 9 });

        var metrics = await GetAsync();

        Assert.Equal(9, Assert.Single(metrics["oi_queue_depth"].Samples).Value);
        Assert.Empty(metrics["oi_requests_total"].Samples);
    }

    [Fact]
    public void Label_values_are_escaped() =>
        Assert.Equal("a\\b\"c\nd", PrometheusSample.Parse($"x{{{PrometheusText.Label("model", "a\\b\"c\nd")}}} 1").Labels["model"]);

    private async Task<Dictionary<string, PrometheusMetric>> GetAsync() => PrometheusMetric.ParseAll(await _door.Client.GetStringAsync("/metrics"));

    private static void AssertIsHistogram(IEnumerable<PrometheusSample> series)
    {
        var samples = series.ToList();
        var buckets = samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToList();
        var bounds = buckets.Select(bucket => PrometheusSample.Number(bucket.Labels["le"])).ToList();
        Assert.Equal(bounds.Order().Distinct(), bounds);
        Assert.Equal(double.PositiveInfinity, bounds[^1]);
        Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
        Assert.Equal(buckets[^1].Value, samples.Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal)).Value);
        Assert.Single(samples, sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal));
    }

    private static SiloModel Model(string id, HistogramSnapshot? times = null) =>
        new(ModelVersion.Parse(id), 0, 1, 0, new PoolStatistics { TotalTimes = times ?? HistogramSnapshot.Empty, QueueTimes = times ?? HistogramSnapshot.Empty });
}
