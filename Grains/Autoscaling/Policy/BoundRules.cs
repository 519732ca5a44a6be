using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>The rules that do not look at how much is offered.</summary>
internal static class BoundRules
{
    public static void Spare(DecisionDraft draft, ScalingSpec spec)
    {
        var spare = spec.SpareReplicas + (int)Math.Ceiling(spec.SpareShare * draft.Wanted);
        if (spare > 0) draft.Set("spare", draft.Wanted + spare, $"{spare} to spare");
    }

    public static void Bounds(DecisionDraft draft, ScalingState state, ScalingSignals signals, ScalingSpec spec, DateTimeOffset now)
    {
        if (IsIdle(state, signals, spec, now))
        {
            draft.IsIdle = true;
            draft.Set("idle", 0, $"no request for {spec.IdleBeforeZero!.Value.TotalSeconds:0} s");
            return;
        }
        var (scheduled, schedule) = ScheduledMinimum.At(spec.Schedules, now);
        if (schedule is not null) draft.AtLeast("schedule", scheduled, $"at least {scheduled} by the schedule '{schedule.Cron}' for {schedule.Duration}");
        draft.AtLeast("minimum", Math.Max(1, spec.MinReplicas), $"at least {Math.Max(1, spec.MinReplicas)}");
        draft.AtMost("maximum", spec.MaxReplicas, $"at most {spec.MaxReplicas}");
    }

    private static bool IsIdle(ScalingState state, ScalingSignals signals, ScalingSpec spec, DateTimeOffset now)
    {
        if (spec.IdleBeforeZero is not { } idle || signals.InFlight > 0 || ScheduledMinimum.At(spec.Schedules, now).Which is not null) return false;
        // One that was found without a replica, and for which nobody has asked, needs none to begin with.
        return signals.LastArrival is { } last ? now - last >= idle : state.Wanted == 0 || now - state.Since >= idle;
    }
}
