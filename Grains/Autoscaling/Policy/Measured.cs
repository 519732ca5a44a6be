using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>What was measured against what was expected: where the objective is missed with every wanted replica at work, the approximation was too hopeful.</summary>
internal static class Measured
{
    /// <summary>Of fewer requests the 99th percentile says little.</summary>
    private const int FewRequests = 200;

    /// <summary>So many stable windows with all replicas: what waited before they were there is gone then.</summary>
    private const int Windows = 3;

    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>The share of their time that replicas are to be busy.</summary>
    public static double Utilisation(ScalingState state, ScalingSpec spec) =>
        Math.Min(spec.TargetUtilisation, state.Learned?.Utilisation ?? 1);

    public static ScalingState Learn(ScalingState state, ScalingSignals signals, ScalingSpec spec, DateTimeOffset now)
    {
        if (state.Learned is { } learned && learned.Until <= now) state = state with { Learned = null };
        if (state.FullSince is not { } since || now - since < Windows * spec.StableWindow || state.BurstUntil is not null) return state;
        if (signals.Stable is not { Offered: > 0 and { } offered } window || !Misses(window, spec)) return state;

        // One more at this load; in the measure of the load, because that changes.
        var utilisation = offered / (state.Wanted + 1);
        return utilisation >= Utilisation(state, spec) ? state : state with { Learned = new LearnedUtilisation(utilisation, now + Memory) };
    }

    private static bool Misses(LoadWindow window, ScalingSpec spec) =>
        (spec.TargetWait is { } wait && window.Waits.Count >= FewRequests && window.Waits.Percentile(0.99) > Nanoseconds(wait))
        || (spec.TargetP99 is { } latency && window.Latencies.Count >= FewRequests && window.Latencies.Percentile(0.99) > Nanoseconds(latency)
            && new QueueModel(window.Offered!.Value, window.MeanWork!.Value, window.ArrivalVariability, window.WorkVariability).ReplicasForLatency(0.99, latency.TotalSeconds, spec.MaxReplicas) is not null);

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
