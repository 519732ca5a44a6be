using System.Collections.Immutable;
using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>A replica takes long to load again, so it goes late and slowly.</summary>
internal static class ShrinkRules
{
    /// <summary>To take away up to this share gains little, and load that strays as ever would soon ask for it again: that waits for several windows.</summary>
    private const double FewShare = 0.2;

    private const int FewWindows = 3;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    public static (ScalingState State, ScalingDecision Decision) Apply(DecisionDraft draft, ScalingState state, ScalingSignals signals, ScalingSpec spec, DateTimeOffset now)
    {
        var recommendations = Add(state.Recommendations, new Recommendation(now, Math.Max(0, draft.Wanted - draft.ForBacklog)), now - (FewWindows * spec.StabilisationWindow));
        // A bound that was lowered holds at once; what is below it goes as ever.
        var from = Math.Min(state.Wanted, spec.MaxReplicas);
        if (!draft.IsIdle && draft.Wanted < from)
        {
            Stabilise(draft, recommendations, from, state, spec, now);
            Limit(draft, from, state, spec, now);
        }
        var next = state with
        {
            Wanted = draft.Wanted,
            Recommendations = draft.IsIdle ? [new Recommendation(now, 0)] : recommendations,
            BurstUntil = state.BurstUntil > now ? state.BurstUntil : null,
            GrownAt = draft.Wanted > state.Wanted ? now : state.GrownAt,
            ShrunkAt = draft.Wanted < state.Wanted ? now : state.ShrunkAt,
            FullSince = signals.Ready < draft.Wanted || draft.Wanted != state.Wanted ? null : state.FullSince ?? now,
        };
        return (next, new ScalingDecision { At = now, From = state.Wanted, Wanted = draft.Wanted, Reasons = draft.Reasons });
    }

    private static void Stabilise(DecisionDraft draft, ImmutableArray<Recommendation> recommendations, int from, ScalingState state, ScalingSpec spec, DateTimeOffset now)
    {
        if (state.BurstUntil > now)
        {
            draft.AtLeast("burst window", from, $"nothing shrinks until {state.BurstUntil:HH:mm:ss}, for the burst");
            return;
        }
        var largest = recommendations.First(recommendation => recommendation.At >= now - spec.StabilisationWindow);
        var goes = from - Math.Max(largest.Replicas, draft.Wanted);
        if (goes <= FewShare * from) largest = recommendations[0];
        draft.AtLeast("stabilisation", Math.Min(from, largest.Replicas), $"{largest.Replicas} were wanted {(now - largest.At).TotalSeconds:0} s ago");
    }

    private static void Limit(DecisionDraft draft, int from, ScalingState state, ScalingSpec spec, DateTimeOffset now)
    {
        var step = now - state.ShrunkAt < Step ? 0 : Math.Max(1, (int)(spec.MaxShrinkPerMinute * from));
        draft.AtLeast("shrink rate", from - step, step == 0
            ? $"it has shrunk at {state.ShrunkAt:HH:mm:ss}, and does so once a minute"
            : $"at most {step} a minute go, {spec.MaxShrinkPerMinute:P0} of {from}");
    }

    /// <summary>Keeps those that are larger than all after them, and young enough: the first of any time is the largest of it.</summary>
    private static ImmutableArray<Recommendation> Add(ImmutableArray<Recommendation> known, Recommendation latest, DateTimeOffset oldest)
    {
        var first = 0;
        while (first < known.Length && known[first].At <= oldest) first++;
        var end = known.Length;
        while (end > first && known[end - 1].Replicas <= latest.Replicas) end--;
        return [.. known.AsSpan()[first..end], latest];
    }
}
