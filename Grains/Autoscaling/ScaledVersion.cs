using System.Collections.Immutable;
using OrleansInference.Autoscaling.Policy;
using OrleansInference.Autoscaling.Signals;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>One version that is scaled: what is asked of it, and what was decided.</summary>
internal sealed class ScaledVersion(ModelVersion id, ScalingSpec spec, int running, DateTimeOffset now)
{
    /// <summary>Decisions that changed the number, which are kept to be shown.</summary>
    private const int KeptDecisions = 10;

    private readonly List<ScalingDecision> _changes = [];
    private readonly SortedDictionary<string, long> _changesByRule = new(StringComparer.Ordinal);
    private readonly SignalWindows _windows = new();
    private ScalingState _state = ScalingState.Of(running, now);
    private ScalingDecision? _last;
    private DateTimeOffset? _wokenAt;

    public ModelVersion Id => id;

    public ScalingSpec Spec { get; set; } = spec;

    public ScalingSignals Signals { get; private set; } = new() { Stable = new LoadWindow { Length = TimeSpan.Zero }, Burst = new LoadWindow { Length = TimeSpan.Zero } };

    /// <summary>What the last decision wants, before budget and room.</summary>
    public int Wanted => _state.Wanted;

    /// <summary>Takes what its model's router tells.</summary>
    public void Look(VersionSignals told, DateTimeOffset at) => _windows.Add(told.Demand, told.Pools, at);

    /// <summary>A request waits for its first replica.</summary>
    public void Wake(DateTimeOffset at) => _wokenAt = at;

    /// <summary>Decides anew.</summary>
    public void Decide(DateTimeOffset at, ScalingOverride? set)
    {
        Signals = _windows.Signals(at, Spec.StableWindow, Spec.BurstWindow);
        if (_wokenAt > (Signals.LastArrival ?? DateTimeOffset.MinValue)) Signals = Signals with { LastArrival = _wokenAt };
        var (state, decision) = ScalingPolicy.Decide(_state, Signals, Spec, at);
        if (set?.Pinned is { } pinned)
        {
            // The policy goes on from what was pinned when the pin is taken away; what it would have taken away meanwhile did not go.
            decision = decision with { Wanted = pinned, Reasons = [.. decision.Reasons, new ScalingReason("pinned", pinned, $"pinned by an operator; else {decision.Wanted}")] };
            state = state with { Wanted = pinned, ShrunkAt = _state.ShrunkAt };
        }
        (_state, _last) = (state, decision);
        if (decision.Wanted == decision.From) return;
        var rule = decision.Reasons[^1].Rule;
        _changesByRule[rule] = _changesByRule.GetValueOrDefault(rule) + 1;
        _changes.Insert(0, decision);
        if (_changes.Count > KeptDecisions) _changes.RemoveAt(KeptDecisions);
    }

    /// <summary>Budget or room gave it another number than it wanted.</summary>
    public void Granted(int replicas, string rule, string text)
    {
        if (_last is null || replicas == _last.Wanted) return;
        _last = _last with { Reasons = [.. _last.Reasons, new ScalingReason(rule, replicas, text)] };
    }

    /// <summary>What would be decided now under another spec.</summary>
    public VersionScaling WhatIf(ScalingSpec spec, DateTimeOffset at)
    {
        // Without the memory of what was wanted under the own spec, which would only hold it up.
        var fresh = ScalingState.Of(0, at) with { Since = _state.Since };
        var (_, decision) = ScalingPolicy.Decide(fresh, _windows.Signals(at, spec.StableWindow, spec.BurstWindow), spec, at);
        return Scaling(null) with { Spec = spec, Wanted = decision.Wanted, Decisions = [decision with { From = _state.Wanted }] };
    }

    public VersionScaling Scaling(ScalingOverride? set) => new()
    {
        Model = id, Spec = Spec, Ready = Signals.Ready, Loading = Signals.Loading, Wanted = _state.Wanted, Figures = Figures(),
        Decisions = _last is null ? [] : [_last, .. _changes.Where(change => change.At != _last.At)],
        IsPaused = set?.IsPaused ?? false, Pinned = set?.Pinned, Changes = [.. _changesByRule.Select(rule => new RuleCount(rule.Key, rule.Value))],
    };

    private ScalingFigures Figures()
    {
        var (stable, waits) = (Signals.Stable, Signals.Stable.Waits);
        var ended = stable.Arrivals;
        return new ScalingFigures
        {
            Offered = stable.Offered, OfferedInBurst = Signals.Burst.Offered, Forecast = _state.Forecast?.Result?.Value, Arrivals = stable.ArrivalRate,
            Utilisation = Signals.Ready > 0 ? stable.Offered / Signals.Ready : null,
            WaitP99 = waits.Count > 0 ? Time(waits.Percentile(0.99)) : null,
            LatencyP99 = stable.Latencies.Count > 0 ? Time(stable.Latencies.Percentile(0.99)) : null,
            BacklogSeconds = Signals.BacklogSeconds, InFlight = Signals.InFlight,
            LostShare = ended > 0 ? Math.Min(1, (double)(stable.Refused + stable.Late) / ended) : null,
            LoadTime = Signals.LoadTime,
        };
    }

    private static TimeSpan Time(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
