using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// How many replicas a version is to have. Pure: the same arguments give the same decision. It scales on offered work, never on how busy the replicas are, so that what is
/// on its way is not asked for twice: a number that is wanted includes it.
/// </summary>
internal static class ScalingPolicy
{
    public static (ScalingState State, ScalingDecision Decision) Decide(ScalingState state, ScalingSignals signals, ScalingSpec spec, DateTimeOffset now)
    {
        state = Measured.Learn(state, signals, spec, now);
        state = state with { Forecast = Forecasts.Of(state.Forecast, signals, now) };
        var (draft, forBacklog) = (new DecisionDraft(state.Needed), 0);
        if (LoadEstimate.Of(signals.Stable) is { } minute)
        {
            state = state with { Load = SmoothedLoad.Of(state.Load, signals.Stable, minute, now) };
            var load = state.Load.Value.Estimate(signals.Stable, minute);
            var need = new ReplicaNeed(spec, signals.Stable, Measured.Utilisation(state, spec));
            LoadRules.Steady(draft, need, load);
            state = LoadRules.Burst(draft, need, state, signals, spec, now);
            LoadRules.Forecast(draft, need, state.Forecast);
            LoadRules.MarginalGain(draft, need, load, spec);
            state = state with { Needed = draft.Wanted };
            forBacklog = LoadRules.Backlog(draft, state, signals, state.BurstUntil == now + spec.StableWindow ? Math.Max(load.Offered, signals.Burst.Offered!.Value) : load.Offered, now);
        }
        else
        {
            draft.Set("no data", draft.Wanted, "nothing is known of its load yet");
        }

        BoundRules.Spare(draft, spec);
        BoundRules.Bounds(draft, state, signals, spec, now);
        return ShrinkRules.Apply(draft, forBacklog, state, signals, spec, now);
    }
}
