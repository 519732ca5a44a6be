using System.Collections.Immutable;
using OrleansInference.Autoscaling.Placement;
using OrleansInference.Autoscaling.Signals;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>
/// Turns what silos and routers tell into what is to be done. Single-threaded. It remembers only what makes it steady; where it begins anew, it begins from what runs, and
/// does nothing before it has heard of every silo.
/// </summary>
/// <param name="maxCostPerHour">For all replicas; null for no bound.</param>
/// <param name="began">When it did.</param>
internal sealed partial class Autoscaler(double? maxCostPerHour, DateTimeOffset began)
{
    /// <summary>It waits no longer for a silo that is in the cluster and does not report.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly SiloTable _silos = new();
    private readonly SortedDictionary<ModelVersion, ScaledVersion> _versions = new(ModelVersionOrder.Instance);
    private readonly HostWatch _host = new();

    /// <summary>Silos that begin with a version of which none had reported.</summary>
    private readonly Dictionary<ModelVersion, (SiloAddress Silo, DateTimeOffset At)> _begun = [];

    private PlacementState _placement = PlacementState.Empty;
    private PlacementPlan? _plan;
    private double _costPerHour;
    private bool _isReady;
    private SiloAddress? _hostSilo;

    public ScalingOverrides Overrides { get; } = new();

    /// <summary>Those whose routers have something to tell: in order.</summary>
    public IEnumerable<string> Models => _silos.Reports.SelectMany(report => report.Pools).Select(pool => pool.Model.Model).Distinct().Order(StringComparer.Ordinal);

    public void Hear(SiloReport report, DateTimeOffset now)
    {
        Overrides.Merge(report.Overrides);
        _silos.Hear(report, now);
    }

    /// <summary>See <see cref="IAutoscaleGrain.Begin"/>.</summary>
    public int? Begin(SiloAddress silo, ModelVersion model, DateTimeOffset now)
    {
        var isServed = _silos.Reports.Any(other => !other.Silo.Equals(silo) && !other.IsLeaving && other.Pools.Any(pool => pool.Model == model))
            || (_begun.TryGetValue(model, out var begun) && !begun.Silo.Equals(silo) && now - begun.At < Patience);
        if (isServed) return 0;
        _begun[model] = (silo, now);
        return null;
    }

    /// <summary>Forgets silos that have left.</summary>
    /// <param name="active">Those that are in the cluster.</param>
    /// <param name="hasLearned">It knows what was stored.</param>
    public void Follow(Func<SiloAddress, SiloStatus> statusOf, ImmutableArray<SiloAddress> active, bool hasLearned, DateTimeOffset now)
    {
        _silos.Follow(statusOf, now);
        _former.Forget(now);
        _isReady |= now - began >= Patience || (hasLearned && active.All(_silos.Knows));
        FollowVersions(now);
    }

    public void Take(ModelSignals signals, DateTimeOffset now)
    {
        // It lacks pools and dispatchers that will be back in a moment.
        if (signals.IsRebuilding) return;
        _silos.Hear(signals.Model, signals.Pools);
        var told = VersionSignals.Of(signals).ToDictionary(version => version.Id);
        foreach (var version in _versions.Values.Where(version => version.Id.Model == signals.Model))
            version.Look(told.GetValueOrDefault(version.Id) ?? new VersionSignals(version.Id, [], []), now);
    }

    /// <summary>True where it has to be decided now.</summary>
    public bool Wake(ModelVersion model, DateTimeOffset now)
    {
        if (!_versions.TryGetValue(model, out var version)) return false;
        version.Wake(now);
        return version.Wanted == 0;
    }

    public AutoscalePlan Decide(DateTimeOffset now)
    {
        if (!_isReady || _silos.Count == 0) return AutoscalePlan.Nothing;
        foreach (var version in _versions.Values) version.Decide(now, Overrides.Of(version.Id));
        var fit = Fit();
        _costPerHour = fit.CostPerHour;
        var host = HostSilo();
        _plan = PlacementPlanner.Plan(new PlacementInput
        {
            Now = now, Silos = _silos.Placement, Versions = [.. fit.Grants.Select(Placed)], Host = host is null ? null : _host.Status, HostSilo = host?.Silo,
        }, _placement);
        Explain(fit, _plan);
        if (Overrides.IsPaused) return AutoscalePlan.Nothing;

        _placement = _plan.State;
        var resizes = _plan.Targets.Where(target => target.Replicas != target.Kept)
            .OrderBy(target => target.Shrinks).Select(target => new PoolResize(target.Silo, target.Model, target.Replicas));
        var isDue = host is not null && _host.IsDue(_plan.Request, now);
        return new AutoscalePlan([.. resizes], isDue ? host!.Silo : null, isDue ? _plan.Request : null);
    }

    /// <summary>
    /// The silo whose orchestrator is used: the same one as long as it can be, for it knows what it has set, but not the one that would have to go next, for it never goes. Null
    /// where none has any.
    /// </summary>
    private SiloReport? HostSilo()
    {
        var reports = _silos.Reports.Where(report => report is { Orchestrator: not null, IsLeaving: false }).ToList();
        var host = reports.Where(report => report.Name != _host.Status?.NextToGo).OrderBy(report => !report.Silo.Equals(_hostSilo)).FirstOrDefault() ?? reports.FirstOrDefault();
        _hostSilo = host?.Silo;
        return host;
    }

    /// <summary>A silo has taken the size that it was told.</summary>
    public void Resized(PoolResize resize) => _silos.Resized(resize);

    /// <summary>The host orchestrator has said what it knows.</summary>
    public void Answered(HostStatus status) => _host.Answered(status);

    /// <summary>The host orchestrator has not answered.</summary>
    public void Failed(string problem) => _host.Failed(problem);

    public AutoscalerStatus Status(DateTimeOffset now) => new()
    {
        At = now, IsPaused = Overrides.IsPaused, Versions = [.. _versions.Values.Select(version => version.Scaling(Overrides.Of(version.Id)))],
        Hosts = _host.Scaling(_silos.Reports.FirstOrDefault(report => report.Silo.Equals(_hostSilo))?.Orchestrator, _plan, _silos.Workers),
        CostPerHour = _costPerHour, MaxCostPerHour = maxCostPerHour,
    };

    /// <summary>Null, or why it can't be.</summary>
    public string? Set(ScalingOverride change)
    {
        if (change.Model is { } model && !_versions.ContainsKey(model))
            return $"'{model}' is not scaled; those that are: {(_versions.Count == 0 ? "none" : string.Join(", ", _versions.Keys))}";
        if (change.Pinned < 0) return $"{change.Pinned} replicas can't be; allowed: 0 or more";
        Overrides.Note(change);
        return null;
    }

    public VersionScaling? WhatIf(ModelVersion model, ScalingSpec spec, DateTimeOffset now) => _versions.GetValueOrDefault(model)?.WhatIf(spec, now);

    /// <summary>Takes up versions that a silo has, and forgets those that none has any more.</summary>
    private void FollowVersions(DateTimeOffset now)
    {
        if (!_isReady) return;
        foreach (var (model, begun) in _begun)
            if (now - begun.At >= Patience) _begun.Remove(model);
        Dictionary<ModelVersion, ScalingSpec> scaled = [];
        foreach (var pool in _silos.Reports.SelectMany(report => report.Pools))
            if (pool.Scaling is { } spec) scaled[pool.Model] = spec;
        foreach (var (model, spec) in scaled)
            if (_versions.TryGetValue(model, out var known)) known.Spec = spec;
            else if (!IsBeginning(model, now)) TakeUp(model, spec, now);
        foreach (var model in _versions.Keys.Where(model => !scaled.ContainsKey(model)).ToList()) Drop(model, now);
    }

    /// <summary>A silo that begins with what is configured does not report it yet: what runs is not known.</summary>
    private bool IsBeginning(ModelVersion model, DateTimeOffset now) =>
        _begun.TryGetValue(model, out var begun) && now - begun.At < Patience && !_silos.Reports.Any(report => report.Silo.Equals(begun.Silo) && SiloTable.Kept(report, model) > 0);

    private BudgetFit Fit() => Budget.Fit([.. _versions.Values.Select(version => new BudgetVersion
    {
        Model = version.Id, Wanted = version.Wanted, Minimum = Math.Min(version.Wanted, version.Spec.MinReplicas), Now = _silos.Kept(version.Id),
        CostPerHour = version.Spec.CostPerHour, Priority = version.Spec.Priority, Benefit = MarginalBenefit.Of(version.Signals.Stable),
    })], maxCostPerHour);

    private PlacementVersion Placed(BudgetGrant grant)
    {
        var version = _versions[grant.Model];
        return new PlacementVersion
        {
            Model = grant.Model, Wanted = Overrides.Of(grant.Model) is { IsPaused: true } ? null : grant.Replicas, Minimum = Math.Min(grant.Replicas, version.Spec.MinReplicas), Maximum = version.Spec.MaxReplicas, Priority = version.Spec.Priority,
            Utilisation = version.Signals is { Ready: > 0 and var ready, Stable.Offered: { } offered } ? offered / ready : null, TargetUtilisation = version.Spec.TargetUtilisation,
        };
    }

    private void Explain(BudgetFit fit, PlacementPlan plan)
    {
        foreach (var grant in fit.Grants)
            if (grant.Reason is { } reason) _versions[grant.Model].Granted(grant.Replicas, "budget", reason);
        foreach (var shortage in plan.Shortages)
            if (_versions.TryGetValue(shortage.Model, out var version)) version.Granted(shortage.Placed, "room", shortage.Reason);
    }
}
