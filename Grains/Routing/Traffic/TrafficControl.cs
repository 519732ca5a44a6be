using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing.Traffic;

/// <summary>Changes a model's traffic at its router, and has every dispatcher know before it answers.</summary>
internal sealed partial class TrafficControl(
    ModelCatalog catalog, Dispatcher dispatcher, RoutingTransport routing, ControlTransport silos, TimeProvider time, ILogger<TrafficControl> logger) : ITrafficControl
{
    private const int MaxAttempts = 5; // of changes that others come before

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly TrafficTable _traffic = dispatcher.Traffic;

    public async Task<TrafficStatus?> GetAsync(string model, CancellationToken cancellationToken)
    {
        if (catalog.VersionsOf(model).IsEmpty) return null;
        var set = _traffic.SetOf(model);
        var spec = _traffic.SpecOf(model);
        var unsaved = set is null ? Task.FromResult<string?>(null) : UnsavedOf(model);
        return new TrafficStatus
        {
            Model = model,
            Spec = spec,
            Before = set?.Before,
            ChangedAt = set is null ? null : new DateTimeOffset(set.Stamp, TimeSpan.Zero),
            Versions = dispatcher.VersionsOf(model),
            Shadow = spec.Shadow is { } shadow ? await ShadowOf(new ModelVersion(model, shadow.Version)).WaitAsync(cancellationToken) : null,
            Unsaved = await unsaved.WaitAsync(cancellationToken),
        };
    }

    public Task<InferenceFault?> ChangeAsync(string model, TrafficChange change, CancellationToken cancellationToken) =>
        ChangeAsync(model, (spec, _) => (change.ApplyTo(spec), null), cancellationToken);

    public Task<InferenceFault?> PromoteAsync(string model, long version, CancellationToken cancellationToken) => ChangeAsync(
        model,
        (spec, _) => NotReady(model, version) is { } fault
            ? (null, fault)
            : (spec with { Weights = [new VersionWeight(version, 1)], Shadow = spec.Shadow?.Version == version ? null : spec.Shadow }, null),
        cancellationToken);

    public Task<InferenceFault?> RollBackAsync(string model, CancellationToken cancellationToken) => ChangeAsync(
        model,
        (_, before) => before is not null
            ? (before, null)
            : (null, InferenceFault.Of(FaultKind.InvalidInput, $"the traffic of model '{model}' was not changed since the servers started: there is nothing to roll back to")),
        cancellationToken);

    /// <param name="change">From what is and what was before to what is to be, or to the reason why not.</param>
    private async Task<InferenceFault?> ChangeAsync(
        string model, Func<TrafficSpec, TrafficSpec?, (TrafficSpec? Spec, InferenceFault? Fault)> change, CancellationToken cancellationToken)
    {
        if (catalog.VersionsOf(model).IsEmpty)
            return InferenceFault.Of(FaultKind.UnknownModel, $"Request for unknown model: '{model}' is not in the repository");
        var router = routing.RouterOf(model);
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var set = await router.ShareTraffic(_traffic.SetOf(model)).WaitAsync(AnswerTimeout, time, cancellationToken);
                var spec = set?.Spec ?? _traffic.ConfiguredOf(model);
                var (next, fault) = change(spec, set?.Before);
                fault ??= Invalid(model, next!);
                if (fault is not null || next == spec) return fault;
                var last = set?.Stamp ?? 0;
                var changed = new ModelTraffic { Spec = next!, Before = spec, Stamp = Math.Max(time.GetUtcNow().UtcTicks, last + 1) };
                if (!await router.ChangeTraffic(changed, last).WaitAsync(AnswerTimeout, time, cancellationToken)) continue;
                await Task.WhenAll(silos.ActiveSilos().Select(silo => Refresh(silo, model))).WaitAsync(cancellationToken);
                LogChanged(model, string.Join(',', next!.Weights), next.Shadow?.ToString() ?? "none");
                return null;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRouterSilent(exception, model);
            return InferenceFault.Of(FaultKind.Unavailable, $"the router of model '{model}' did not answer: {exception.Message}; see whether the change was made, and try again");
        }
        return InferenceFault.Of(FaultKind.Unavailable, $"the traffic of model '{model}' was changed by others {MaxAttempts} times meanwhile; try again");
    }

    private InferenceFault? NotReady(string model, long version)
    {
        var status = dispatcher.VersionsOf(model).FirstOrDefault(each => each.Version == version);
        return status is null ? null // the check of the result names it, with those that there are
            : status.State is PoolState.Ready or PoolState.Parked ? null
            : InferenceFault.Of(FaultKind.ModelNotReady, $"version {version} of model '{model}' is not ready (state: {status.State}), so it can't be promoted");
    }

    private InferenceFault? Invalid(string model, TrafficSpec spec)
    {
        var problems = TrafficValidator.Problems(spec, [.. catalog.VersionsOf(model).Select(entry => entry.Id.Version)]);
        return problems.IsEmpty ? null : InferenceFault.Of(FaultKind.InvalidInput, $"the traffic of model '{model}' can't be so: {string.Join("; ", problems)}");
    }

    private async Task<ShadowStatistics?> ShadowOf(ModelVersion shadow)
    {
        var answers = await Task.WhenAll(silos.ActiveSilos().Select(async silo =>
        {
            try
            {
                return await silos.DispatcherOf(silo).ShadowStatistics(shadow).WaitAsync(AnswerTimeout, time);
            }
            catch (Exception exception)
            {
                LogSiloSilent(silo, exception.Message);
                return null;
            }
        }));
        return ShadowStatistics.Sum([.. answers.OfType<ShadowStatistics>()]);
    }

    private async Task<string?> UnsavedOf(string model)
    {
        try
        {
            return await routing.RouterOf(model).UnsavedTraffic().WaitAsync(AnswerTimeout, time);
        }
        catch (Exception exception)
        {
            // No news; one of an older release can't tell.
            LogRouterSilent(exception, model);
            return null;
        }
    }

    private async Task Refresh(SiloAddress silo, string model)
    {
        try
        {
            await silos.DispatcherOf(silo).Refresh(model).WaitAsync(AnswerTimeout, time);
        }
        catch (Exception exception)
        {
            // Harmless: it asks its routers every second.
            LogSiloSilent(silo, exception.Message);
        }
    }
}
