using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Protocol.Scaling;

namespace OrleansInference.FrontDoors.Grpc.Scaling;

/// <summary>
/// What the autoscaler's status is to KEDA. Of what operators have paused it tells what there is, not what is wanted: else KEDA would do what the
/// autoscaler was told to leave.
/// </summary>
internal sealed class ScalerView
{
    private readonly ScalerQuery _query;
    private readonly AutoscalerStatus _status;
    private readonly ImmutableArray<VersionScaling> _versions;

    public ScalerView(ScalerQuery query, AutoscalerStatus status) =>
        (_query, _status, _versions) = (query, status, status.Versions.RemoveAll(version => !query.Covers(version.Model)));

    /// <summary>The model that was asked for has no version that the autoscaler knows.</summary>
    public bool IsUnknown => _query.Model is not null && _versions.IsEmpty;

    /// <summary>Anything is wanted.</summary>
    public bool IsActive => _query.Metric == ScalerMetric.Silos ? Silos > 0 : Replicas > 0;

    /// <summary>Also the only one that may be asked for.</summary>
    public string MetricName => _query.Metric.ToString().ToLowerInvariant();

    public MetricSpec Spec
    {
        get
        {
            var target = _query.Metric == ScalerMetric.Utilisation ? TargetUtilisation : 1;
            return new MetricSpec { MetricName = MetricName, TargetSize = (long)Math.Ceiling(target), TargetSizeFloat = target };
        }
    }

    /// <summary>Null where there is no data, which is not zero.</summary>
    public MetricValue? Value
    {
        get
        {
            double? value = _query.Metric switch { ScalerMetric.Silos => Silos, ScalerMetric.Replicas => Replicas, _ => Utilisation };
            return value is { } number
                ? new MetricValue { MetricName = MetricName, MetricValue_ = (long)Math.Ceiling(number), MetricValueFloat = number }
                : null;
        }
    }

    private int Silos => _status.IsPaused ? _status.Hosts.Silos : _status.Hosts.Wanted;

    private int Replicas => _versions.Sum(version => _status.IsPaused || version.IsPaused ? version.Ready + version.Loading : version.Wanted);

    /// <summary>The lowest: where models share pods, it is the one that needs the most of them.</summary>
    private double TargetUtilisation => _versions.IsEmpty ? new ScalingSpec().TargetUtilisation : _versions.Min(version => version.Spec.TargetUtilisation);

    private double? Utilisation
    {
        get
        {
            var measured = _versions.RemoveAll(version => version.Figures.Offered is null);
            var ready = measured.Sum(version => version.Ready);
            return ready > 0 ? measured.Sum(version => version.Figures.Offered!.Value) / ready : null;
        }
    }
}
