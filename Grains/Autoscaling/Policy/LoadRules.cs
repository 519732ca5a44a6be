using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>The rules that say what the load needs.</summary>
internal static class LoadRules
{
    /// <summary>What waits is to be worked off, once further replicas are there, in so much of the time that they take to load.</summary>
    private const double DrainShare = 0.5;

    private const double ShortestDrain = 5;

    /// <summary>Standard deviations by which a short window must stand out. Chance does that once in 700 looks, at every second of which half the window is new: a few times an hour.</summary>
    private const double BurstDeviations = 3;

    /// <summary>Grows where even the low estimate asks for it, shrinks where even the high one allows it, and else leaves things as they are.</summary>
    public static void Steady(DecisionDraft draft, ReplicaNeed need, in LoadEstimate load)
    {
        if (need.For(load.Low) > draft.Wanted || need.For(load.High) < draft.Wanted) need.Explain(draft, load.Offered, $"offered {load.Offered:0.##}");
        else draft.Set("steady", draft.Wanted, $"offered {load.Offered:0.##} ± {load.Deviation:0.##} replica-seconds per second, for which {draft.Wanted} are right");
    }

    /// <summary>Load that stands out in the short window is not waited out for a minute, and for a minute after it nothing shrinks (Knative's panic mode).</summary>
    public static void Burst(DecisionDraft draft, ReplicaNeed need, ScalingSignals signals, ScalingSpec spec)
    {
        if (signals.Burst.Offered is not { } offered) return;
        var low = offered - (BurstDeviations * LoadEstimate.Of(signals.Burst)!.Value.Deviation);
        var carried = Math.Max(1, signals.Ready) * spec.TargetUtilisation;
        var standsOut = need.For(Math.Max(0, low)) > draft.Wanted;
        if (!standsOut && !(offered >= spec.BurstThreshold * carried && signals.Burst.Arrivals > 1)) return;
        draft.IsBurst = true;
        var window = spec.BurstWindow.TotalSeconds;
        draft.AtLeast("burst", need.For(Math.Max(low, offered >= spec.BurstThreshold * carried ? offered : 0)), $"offered {offered:0.##} in the last {window:0} s, where {draft.Wanted} are for {draft.Wanted * spec.TargetUtilisation:0.##}");
    }

    /// <summary>What will be asked for when a replica that begins to load now is ready.</summary>
    public static void Forecast(DecisionDraft draft, ReplicaNeed need, MinuteForecast? forecast)
    {
        if (forecast?.Result is not { } result) return;
        draft.AtLeast("forecast", need.For(Math.Max(0, result.Value)), $"{result.Value:0.##} replica-seconds per second expected by {result.Method} when further replicas are ready");
    }

    /// <summary>Work that will still wait when a further replica is ready. Replicas for it are for a while, and no measure of the load.</summary>
    public static void Backlog(DecisionDraft draft, ScalingState state, ScalingSignals signals, in LoadEstimate smoothed, DateTimeOffset now)
    {
        var offered = draft.IsBurst ? Math.Max(smoothed.Offered, signals.Burst.Offered ?? 0) : smoothed.Offered;
        // Of what runs, half is still to be done, and more where works differ (the mean residual of a renewal process).
        var running = Math.Min(signals.Ready, offered) * (signals.Stable.MeanWork ?? 0) * (1 + signals.Stable.WorkVariability) / 2;
        var waiting = signals.BacklogSeconds - running;
        if (waiting <= 0) return;
        var load = signals.LoadTime.TotalSeconds;
        // Those that are loading came with the last growth.
        var untilLoaded = state.GrownAt is { } grown ? Math.Clamp(load - (now - grown).TotalSeconds, 0, load) : load;
        var left = waiting + ((offered - signals.Ready) * untilLoaded) + ((offered - signals.Ready - signals.Loading) * (load - untilLoaded));
        if (left <= 0) return;
        var (before, drain) = (draft.Wanted, Math.Max(ShortestDrain, DrainShare * load));
        draft.AtLeast("backlog", (int)Math.Ceiling(offered + (left / drain)),
            $"{waiting:0.#} replica-seconds wait, and {left:0.#} will when further replicas are ready: to be done within {drain:0} s more");
        draft.ForBacklog = draft.Wanted - before;
    }

    /// <summary>A further replica has to be worth it.</summary>
    public static void MarginalGain(DecisionDraft draft, ReplicaNeed need, in LoadEstimate load, ScalingSpec spec)
    {
        if (spec.MinMarginalGain <= 0 || draft.Wanted <= 1) return;
        var stop = Policy.MarginalGain.Stop(need.Queue(load.Offered), 1, draft.Wanted, 0.99, spec.MinMarginalGain);
        draft.AtMost("marginal gain", stop, $"a further replica would take less than {spec.MinMarginalGain:P0} off the p99 latency");
    }
}
