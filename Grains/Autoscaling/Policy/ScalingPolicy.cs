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
        state = state with { Forecast = MinuteForecast.Of(state.Forecast, signals, now) };
        var draft = new DecisionDraft(state.Needed);
        if (LoadEstimate.Of(signals.Stable) is { } minute)
        {
            state = state with { Load = SmoothedLoad.Of(state.Load, signals.Stable, minute, now) };
            var load = state.Load.Value.Estimate(signals.Stable, minute);
            var need = new ReplicaNeed(spec, signals.Stable, Measured.Utilisation(state, spec));
            LoadRules.Steady(draft, need, load);
            LoadRules.Burst(draft, need, signals, spec);
            LoadRules.Forecast(draft, need, state.Forecast);
            LoadRules.MarginalGain(draft, need, load, spec);
            state = state with { Needed = draft.Wanted, BurstUntil = draft.IsBurst ? now + spec.StableWindow : state.BurstUntil };
            LoadRules.Backlog(draft, state, signals, load, now);
        }
        else
        {
            draft.Set("no data", draft.Wanted, "nothing is known of its load yet");
        }

        BoundRules.Spare(draft, spec);
        BoundRules.Bounds(draft, state, signals, spec, now);
        return ShrinkRules.Apply(draft, state, signals, spec, now);
    }
}
