using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansInference.Autoscaling.Saved;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Routing;
using OrleansInference.SavedState;

namespace OrleansInference.Autoscaling;

/// <inheritdoc cref="IAutoscaleGrain"/>
/// <remarks>
/// It may be lost and come back anywhere: silos and routers tell it within seconds what there is and what was set, and what no silo knows any more it has stored. What it has learned
/// over time (the smoothed load, the history for forecasts) begins anew, and until then it is only less sure.
/// </remarks>
[PlaceOnControlSilo, KeepAlive, Reentrant]
internal sealed partial class AutoscaleGrain(
    IClusterMembershipService membership, ControlTransport cluster, SavedStates states, IOptions<AutoscalerOptions> options, TimeProvider time, ILogger<AutoscaleGrain> logger)
    : Grain, IAutoscaleGrain
{
    /// <summary>Between two decisions; as Knative's.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    // Control silos that come and go must not have it come and go as often.
    private static readonly TimeSpan ShortestStay = TimeSpan.FromSeconds(10);

    private readonly Autoscaler _autoscaler = new(options.Value.MaxCostPerHour, time.GetUtcNow());
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private SavedDocument<SavedScaling> _saved = null!;
    private Task? _tick;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _saved = states.Document(SavedScaling.Name, SavedScaling.Format, _autoscaler.Saved, stored => _autoscaler.Learn(stored, time.GetUtcNow()));
        _ = _saved.Keep();
        this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(Period, Period) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<ScalingOverride>> Report(SiloReport report)
    {
        _autoscaler.Hear(report, time.GetUtcNow());
        return Task.FromResult(_autoscaler.Overrides.All);
    }

    public async Task<int?> Begin(SiloAddress silo, ModelVersion model)
    {
        var replicas = _autoscaler.Begin(silo, model, time.GetUtcNow());
        await _saved.Read();
        return _autoscaler.BeginAgain(model, replicas);
    }

    public Task Wake(ModelVersion model)
    {
        // The requests that wait need not wait for the next tick as well.
        return _autoscaler.Wake(model, time.GetUtcNow()) ? Tick() : Task.CompletedTask;
    }

    public Task<AutoscalerStatus> Status() => Task.FromResult(_autoscaler.Status(time.GetUtcNow()) with { Unsaved = _saved.Problem });

    public async Task<string?> Set(ScalingOverride change)
    {
        if (_autoscaler.Set(change) is { } refusal) return refusal;
        await _saved.Save();
        return null;
    }

    public Task<VersionScaling?> WhatIf(ModelVersion model, ScalingSpec spec) => Task.FromResult(_autoscaler.WhatIf(model, spec, time.GetUtcNow()));

    private Task Tick() => _tick is { IsCompleted: false } running ? running : _tick = TickOnce();

    private async Task TickOnce()
    {
        if (time.GetUtcNow() - _began >= ShortestStay && cluster.HasControlElsewhere)
        {
            MigrateOnIdle();
            return;
        }
        var members = membership.CurrentSnapshot;
        _autoscaler.Follow(silo => members.GetSiloStatus(silo), [.. members.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)], _saved.IsRead, time.GetUtcNow());
        _saved.Changed();
        _ = _saved.Keep();
        foreach (var signals in await Task.WhenAll(_autoscaler.Models.Select(Ask)))
            if (signals is not null) _autoscaler.Take(signals, time.GetUtcNow());
        var plan = _autoscaler.Decide(time.GetUtcNow());
        await Task.WhenAll(plan.Resizes.Select(Resize));
        // Not waited for: a host orchestrator may take its time, and the next decisions go on with what it said last.
        if (plan.Host is { } silo) _ = Scale(silo, plan.HostRequest!);
    }

    private async Task<ModelSignals?> Ask(string model)
    {
        try
        {
            return await GrainFactory.GetGrain<IRouterGrain>(model).Signals().WaitAsync(AnswerTimeout, time);
        }
        catch (Exception exception)
        {
            // No data for once: what is known stands.
            LogSilentRouter(model, exception.Message);
            return null;
        }
    }

    private async Task Resize(PoolResize resize)
    {
        try
        {
            var control = GrainFactory.GetGrain<IModelControlGrain>(resize.Silo.ToParsableString());
            var fault = await control.Resize(resize.Model, resize.Replicas).WaitAsync(AnswerTimeout, time);
            if (fault is null) _autoscaler.Resized(resize);
            else LogRefused(resize.Model, resize.Replicas, resize.Silo, fault.Message);
        }
        catch (Exception exception)
        {
            // Tried again at the next tick, by what the silo then says it has.
            LogNotResized(resize.Model, resize.Replicas, resize.Silo, exception.Message);
        }
    }

    private async Task Scale(SiloAddress silo, HostRequest request)
    {
        try
        {
            _autoscaler.Answered(await GrainFactory.GetGrain<IHostGrain>(silo.ToParsableString()).Scale(request));
        }
        catch (Exception exception)
        {
            _autoscaler.Failed($"the host orchestrator on silo {silo} did not answer: {exception.Message}");
            LogHostFailed(silo, exception.Message);
        }
    }
}
