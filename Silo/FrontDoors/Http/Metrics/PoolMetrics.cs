using System.Text.Json;
using OrleansInference.Inference;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Telemetry;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary>What <c>GET /metrics</c> tells of this silo's pools; docs/metrics.md says what each means.</summary>
internal sealed class PoolMetrics
{
    internal const long NanosecondsPerSecond = 1_000_000_000;

    // Labels stay, so that dashboards and alerts can name them: 10 µs to 50 s, and powers of two.
    internal static readonly decimal[] SecondsBounds =
    [
        0.00001m, 0.00002m, 0.00005m, 0.0001m, 0.0002m, 0.0005m, 0.001m, 0.002m, 0.005m, 0.01m, 0.02m, 0.05m, 0.1m, 0.2m, 0.5m, 1m, 2m, 5m, 10m, 20m, 50m,
    ];

    private static readonly decimal[] ItemsBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    /// <summary>What a pool can end a request with. There from the start: a rate of what has just appeared is none.</summary>
    private static readonly FaultKind[] PoolFaults =
        [FaultKind.InvalidInput, FaultKind.QueueFull, FaultKind.DeadlineExceeded, FaultKind.Cancelled, FaultKind.ModelError, FaultKind.Unavailable, FaultKind.DeviceLost];

    private readonly PrometheusText _text = new();
    private readonly (string Labels, SiloModel Model)[] _models;
    private readonly (string Labels, PoolStatistics Totals)[] _totals;

    private PoolMetrics(IEnumerable<SiloModel> models)
    {
        _models = [.. models.Select(model =>
            ($"{PrometheusText.Label("model", model.Id.Model)},{PrometheusText.Label("version", model.Id.Version.ToString())}", model))];
        _totals = [.. _models.Where(each => each.Model.Totals is not null).Select(each => (each.Labels, each.Model.Totals!))];
    }

    public static string Of(IEnumerable<SiloModel> models)
    {
        var metrics = new PoolMetrics(models);
        metrics.Write();
        return metrics._text.ToString();
    }

    private void Write()
    {
        WriteReplicas();
        _text.Begin("oi_queue_depth", "gauge", "Requests queued or running.");
        foreach (var (labels, model) in _models)
            _text.Sample(labels, model.QueueDepth);
        WriteRequests();
        Seconds("oi_request_queue_seconds", "Of successful requests: from the arrival in the pool to the start of the batch.", totals => totals.QueueTimes);
        Seconds("oi_request_batch_wait_seconds", "Of successful requests: time in the batch beside its forward passes.", totals => totals.BatchWaitTimes);
        Seconds("oi_request_compute_seconds", "Of successful requests: the forward passes of the batch.", totals => totals.ComputeTimes);
        Seconds("oi_request_duration_seconds", "Of successful requests: from the arrival in the pool to the response.", totals => totals.TotalTimes);
        Histogram("oi_batch_items", "Items of each forward pass.", ItemsBounds, 1, totals => totals.PassItems);
        Number("oi_input_elements_total", "counter", "Input elements that forward passes got, padding included.", totals => totals.Elements);
        Number("oi_padding_elements_total", "counter", "Input elements that were padding.", totals => totals.PaddingElements);
        Number("oi_estimated_work_seconds_total", "counter", "What batches were to take by the cost model.", totals => totals.EstimatedSeconds);
        Number("oi_actual_work_seconds_total", "counter", "What the same batches took.", totals => totals.ActualSeconds);
        Number("oi_estimate_error_ratio", "gauge", "The cost model's recent mean of |estimate - actual| / actual.", totals => totals.EstimateError);
    }

    private void WriteReplicas()
    {
        _text.Begin("oi_replicas", "gauge", "Replicas by state.");
        foreach (var (labels, model) in _models)
        {
            _text.Sample($"{labels},{PrometheusText.Label("state", "ready")}", model.ReadyReplicas);
            _text.Sample($"{labels},{PrometheusText.Label("state", "loading")}", model.LoadingReplicas);
        }
    }

    private void WriteRequests()
    {
        _text.Begin("oi_requests_total", "counter", "Requests by what became of them.");
        foreach (var (labels, totals) in _totals)
        {
            _text.Sample($"{labels},{PrometheusText.Label("outcome", "success")}", totals.Success.Count);
            foreach (var kind in PoolFaults.Union(totals.Faults.Select(fault => fault.Kind)))
                _text.Sample(
                    $"{labels},{PrometheusText.Label("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()))}",
                    totals.Faults.FirstOrDefault(fault => fault.Kind == kind).Count);
        }
    }

    private void Seconds(string name, string help, Func<PoolStatistics, HistogramSnapshot> part) =>
        Histogram(name, help, SecondsBounds, NanosecondsPerSecond, part);

    private void Histogram(string name, string help, decimal[] bounds, long unitsPerOne, Func<PoolStatistics, HistogramSnapshot> part)
    {
        _text.Begin(name, "histogram", help);
        foreach (var (labels, totals) in _totals)
            _text.Histogram(labels, part(totals), bounds, unitsPerOne);
    }

    private void Number(string name, string type, string help, Func<PoolStatistics, double> part)
    {
        _text.Begin(name, type, help);
        foreach (var (labels, totals) in _totals)
            _text.Sample(labels, part(totals));
    }
}
