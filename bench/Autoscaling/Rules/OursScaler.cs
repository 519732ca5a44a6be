using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Policy;

namespace OrleansInference.Bench;

/// <summary>The autoscaler's own policy.</summary>
internal sealed class OursScaler : IScaler
{
    private readonly ScalingSpec _spec;
    private ScalingState? _state;

    /// <summary>With all defaults but the objective, which is the workload's; the comparators have no setting for one.</summary>
    /// <param name="workload">What it is for.</param>
    /// <param name="target">Of utilisation. Default: that of the policy.</param>
    public OursScaler(ScalingWorkload workload, double? target = null)
    {
        _spec = SpecFor(workload);
        if (target is { } utilisation)
            _spec = _spec with { TargetUtilisation = utilisation };
        Name = target is null ? "ours" : $"ours:{target}";
    }

    public string Name { get; }

    /// <summary>All defaults but the objective.</summary>
    public static ScalingSpec SpecFor(ScalingWorkload workload) =>
        new() { MaxReplicas = ScalingWorkload.MaxReplicas, TargetWait = TimeSpan.FromSeconds(workload.MaxWaitSeconds) };

    public TimeSpan Period => TimeSpan.FromSeconds(2);

    public int Decide(in Observation seen)
    {
        _state ??= ScalingState.Of(seen.Ready + seen.Loading, seen.Now);
        (_state, var decision) = ScalingPolicy.Decide(_state, seen.Signals(), _spec, seen.Now);
        return decision.Wanted;
    }
}
