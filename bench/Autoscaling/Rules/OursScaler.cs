using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Policy;
using ScalingPolicy = OrleansInference.Bench.StandInPolicy;

namespace OrleansInference.Bench;

/// <summary>The autoscaler's own policy. The objective is the workload's; comparators have no setting for one.</summary>
internal sealed class OursScaler(ScalingSpec? spec = null) : IScaler
{
    private readonly ScalingSpec _spec = spec ?? new ScalingSpec { TargetWait = TimeSpan.FromSeconds(ScalingWorkload.MaxWaitSeconds) };
    private ScalingState? _state;

    public string Name => "ours";

    public TimeSpan Period => TimeSpan.FromSeconds(2);

    public int Decide(in Observation seen)
    {
        _state ??= ScalingState.Of(seen.Ready + seen.Loading, seen.Now);
        (_state, var decision) = ScalingPolicy.Decide(_state, seen.Signals(), _spec, seen.Now);
        return decision.Wanted;
    }
}
