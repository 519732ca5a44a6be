using OrleansInference.Autoscaling;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary>What <c>GET /metrics</c> tells of the autoscaler, which is the whole cluster's; docs/metrics.md says what each means.</summary>
internal sealed class AutoscalerMetrics
{
    private readonly PrometheusText _text = new();
    private readonly (string Labels, VersionScaling Scaling)[] _versions;

    private AutoscalerMetrics(AutoscalerStatus status) => _versions =
        [.. status.Versions.Select(version =>
            ($"{PrometheusText.Label("model", version.Model.Model)},{PrometheusText.Label("version", version.Model.Version.ToString())}", version))];

    public static string Of(AutoscalerStatus status)
    {
        var metrics = new AutoscalerMetrics(status);
        metrics.Write(status);
        return metrics._text.ToString();
    }

    private void Write(AutoscalerStatus status)
    {
        Cluster("oi_autoscaler_silos", "Silos in the cluster that stay.", status.Hosts.Silos);
        Cluster("oi_autoscaler_wanted_silos", "Silos that are wanted.", status.Hosts.Wanted);
        Cluster("oi_autoscaler_hosts_failing", "1 while the host orchestrator fails.", status.Hosts.Problem is null ? 0 : 1);
        Cluster("oi_autoscaler_paused", "1 while an operator has paused it.", status.IsPaused ? 1 : 0);
        Cluster("oi_autoscaler_cost_per_hour", "What the wanted replicas cost in an hour.", status.CostPerHour);
        Gauge("oi_autoscaler_wanted_replicas", "Replicas that are wanted.", version => version.Wanted);
        Gauge("oi_autoscaler_ready_replicas", "Replicas that run batches.", version => version.Ready);
        Gauge("oi_autoscaler_loading_replicas", "Replicas on their way.", version => version.Loading);
        Gauge("oi_autoscaler_offered_work", "Work that comes, in seconds of one replica per second.", version => version.Figures.Offered);
        Gauge("oi_autoscaler_utilisation_ratio", "Offered work over ready replicas.", version => version.Figures.Utilisation);
        _text.Begin("oi_autoscaler_decisions_total", "counter", "Decisions in which a rule changed the number of replicas.");
        foreach (var (labels, version) in _versions)
            foreach (var (rule, count) in version.Changes)
                _text.Sample($"{labels},{PrometheusText.Label("rule", rule)}", count);
    }

    private void Cluster(string name, string help, double value)
    {
        _text.Begin(name, "gauge", help);
        _text.Sample("", value);
    }

    /// <summary>A version without data has no sample: that is not zero.</summary>
    private void Gauge(string name, string help, Func<VersionScaling, double?> part)
    {
        _text.Begin(name, "gauge", help);
        foreach (var (labels, version) in _versions)
            if (part(version) is { } value)
                _text.Sample(labels, value);
    }
}
