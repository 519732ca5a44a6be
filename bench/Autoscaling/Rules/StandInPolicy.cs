using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Policy;
using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Bench;

/// <summary>Plain target utilisation that shrinks to the most of the stabilisation window, in the place of the policy.</summary>
internal static class StandInPolicy
{
    public static (ScalingState State, ScalingDecision Decision) Decide(ScalingState state, ScalingSignals signals, ScalingSpec spec, DateTimeOffset now)
    {
        var offered = Math.Max(signals.Stable.Offered ?? 0, signals.Burst.Offered > 2 * signals.Stable.Offered ? signals.Burst.Offered.Value : 0);
        var load = Math.Max(spec.MinReplicas, (int)Math.Ceiling(offered / spec.TargetUtilisation));
        var recommendations = state.Recommendations.RemoveAll(each => each.At <= now - spec.StabilisationWindow).Add(new Recommendation(now, load));
        var wanted = load > state.Wanted ? load : Math.Min(state.Wanted, recommendations.Max(each => each.Replicas));
        return (state with { Wanted = wanted, Recommendations = recommendations }, new ScalingDecision { At = now, From = state.Wanted, Wanted = wanted });
    }
}
