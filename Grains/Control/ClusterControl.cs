using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Placement;

namespace OrleansInference.Control;

/// <summary>Asks every active silo, and has every dispatcher know before it answers.</summary>
internal sealed partial class ClusterControl(
    ControlSpec spec, ModelCatalog catalog, ControlTransport transport, TimeProvider time, ILogger<ClusterControl> logger) : IModelControl
{
    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(2);

    public async Task<InferenceFault?> LoadAsync(string model, string? config, CancellationToken cancellationToken)
    {
        var wanted = new WantedModel { Model = model, IsWanted = true, Config = config, Stamp = time.GetUtcNow().UtcTicks };
        return await OnEverySilo(model, control => control.Load(wanted), cancellationToken) ?? NoWorker(model);
    }

    public Task<InferenceFault?> UnloadAsync(string model, bool unloadDependents, CancellationToken cancellationToken)
    {
        var unwanted = new WantedModel { Model = model, IsWanted = false, Stamp = time.GetUtcNow().UtcTicks, UnloadDependents = unloadDependents };
        return OnEverySilo(model, control => control.Unload(unwanted), cancellationToken);
    }

    public Task LookAsync(CancellationToken cancellationToken) => spec.Mode == ControlMode.Explicit
        ? transport.ControlOf(transport.OwnSilo).Look().WaitAsync(cancellationToken)
        : Task.CompletedTask;

    private async Task<InferenceFault?> OnEverySilo(
        string model, Func<IModelControlGrain, Task<InferenceFault?>> ask, CancellationToken cancellationToken)
    {
        // The text begins as Triton's.
        if (spec.Mode != ControlMode.Explicit)
            return InferenceFault.Of(FaultKind.Unavailable,
                $"explicit model load / unload is not allowed: the model control mode is '{spec.Mode.ToString().ToLowerInvariant()}', not 'explicit' (--model-control explicit)");

        var silos = transport.ActiveSilos();
        var faults = await Task.WhenAll(silos.Select(silo => Ask(silo, ask))).WaitAsync(cancellationToken);
        var models = ModelsOf(model);
        await Task.WhenAll(transport.ActiveSilos().SelectMany(silo => models.Select(each => Refresh(silo, each)))).WaitAsync(cancellationToken);
        var failed = silos.Zip(faults, (silo, fault) => (Silo: silo, Fault: fault)).Where(each => each.Fault is not null).ToList();
        return failed.Count == 0 ? null
            : silos.Length == 1 ? failed[0].Fault
            : failed[0].Fault! with { Message = string.Join("; ", failed.Select(each => $"silo {each.Silo}: {each.Fault!.Message}")) };
    }

    /// <summary>Null where there is a silo that may have loaded it.</summary>
    private InferenceFault? NoWorker(string model) =>
        transport.ActiveSilos().Any(silo => transport.RolesOf(silo) is not { } roles || roles.HasFlag(SiloRoles.Worker)) ? null
        : InferenceFault.Of(FaultKind.Unavailable, $"no silo of the cluster has the role worker; '{model}' is loaded once one joins");

    /// <summary>The model and, of an ensemble, those that it stands on.</summary>
    private SortedSet<string> ModelsOf(string model)
    {
        var models = new SortedSet<string>(StringComparer.Ordinal);
        Add(model);
        return models;

        void Add(string name)
        {
            if (!models.Add(name)) return;
            foreach (var entry in catalog.VersionsOf(name))
                foreach (var step in entry.Spec?.Ensemble?.Steps ?? []) Add(step.Model);
        }
    }

    private async Task<InferenceFault?> Ask(SiloAddress silo, Func<IModelControlGrain, Task<InferenceFault?>> ask)
    {
        try
        {
            return await ask(transport.ControlOf(silo));
        }
        catch (Exception exception)
        {
            // One that has left serves nothing, so there is nothing to say of it.
            if (!transport.ActiveSilos().Contains(silo)) return null;
            LogAskFailed(exception, silo);
            return InferenceFault.Of(FaultKind.Unavailable, $"it did not answer: {exception.Message}");
        }
    }

    private async Task Refresh(SiloAddress silo, string model)
    {
        try
        {
            await transport.DispatcherOf(silo).Refresh(model).WaitAsync(RefreshTimeout, time);
        }
        catch (Exception exception)
        {
            // Harmless: it asks its routers every second.
            LogRefreshLost(silo, exception.Message);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The model control of silo {Silo} did not answer")]
    private partial void LogAskFailed(Exception exception, SiloAddress silo);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "The dispatcher of silo {Silo} was not refreshed: {Reason}")]
    private partial void LogRefreshLost(SiloAddress silo, string reason);
}
