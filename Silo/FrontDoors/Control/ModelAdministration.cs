using System.Collections.Immutable;
using OrleansInference.Control;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Inference;
using OrleansInference.Protocol;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors;

/// <summary>
/// What front doors offer beyond inference, for all of them alike: the repository, configurations and statistics. Each call says who makes it
/// (<see cref="HttpContext"/>), and is refused or narrowed to what that caller may.
/// </summary>
internal sealed class ModelAdministration(IDispatcher dispatcher, IModelControl control, ModelResolver resolver, AccessControl access)
{
    /// <summary>Loads or reloads a model; null once every silo serves it.</summary>
    public async Task<InferenceFault?> LoadAsync(
        HttpContext context, string model, IReadOnlyDictionary<string, ParameterValue?> parameters, CancellationToken cancellationToken) =>
        access.Authorize(context, model, AccessScopes.Admin)
        ?? ControlParameters.ReadLoad(parameters, out var config)
        ?? await control.LoadAsync(model, config, cancellationToken);

    /// <summary>Unloads a model; null once it is gone from every silo.</summary>
    public async Task<InferenceFault?> UnloadAsync(
        HttpContext context, string model, IReadOnlyDictionary<string, ParameterValue?> parameters, CancellationToken cancellationToken) =>
        access.Authorize(context, model, AccessScopes.Admin)
        ?? ControlParameters.ReadUnload(parameters, out var unloadDependents)
        ?? await control.UnloadAsync(model, unloadDependents, cancellationToken);

    /// <summary>Every model version of the repository that the caller may see, or those that are ready.</summary>
    public async Task<ImmutableArray<ModelStatus>> IndexAsync(HttpContext context, bool readyOnly, CancellationToken cancellationToken)
    {
        await control.LookAsync(cancellationToken);
        var models = await dispatcher.ListAsync(cancellationToken);
        return models.RemoveAll(model => (readyOnly && !model.IsReady) || !CanSee(context, model.Id.Model));
    }

    /// <summary>The configuration in effect, or the fault that says why there is none.</summary>
    /// <param name="version">Null or empty where the choice is the server's.</param>
    public async ValueTask<(ModelConfig? Config, InferenceFault? Fault)> ConfigAsync(
        HttpContext context, string model, string? version, CancellationToken cancellationToken)
    {
        var target = await resolver.ResolveAsync(context, model, version, AccessScopes.None, cancellationToken);
        return target.Status is not { } status ? (null, target.Fault)
            : status.Spec is { } spec && ModelMetadata.SignatureOf(status) is { } signature ? (ConfigMessage.Of(spec, signature), null)
            : (null, Faults.NotLoaded(status));
    }

    /// <summary>Statistics of one version, of all versions of a model, or of all that is loaded and that the caller may see.</summary>
    /// <param name="model">Null or empty for all.</param>
    /// <param name="version">Null or empty for all.</param>
    public async ValueTask<(ModelStatisticsResponse? Statistics, InferenceFault? Fault)> StatisticsAsync(
        HttpContext context, string? model, string? version, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(model))
        {
            var all = await dispatcher.StatisticsAsync(null, null, cancellationToken);
            return (StatisticsMessage.Of(all.Where(each => CanSee(context, each.Id.Model))), null);
        }
        var target = await resolver.ResolveAsync(context, model, version, AccessScopes.None, cancellationToken);
        if (target.Status is not { } status)
            return (null, target.Fault);
        var statistics = await dispatcher.StatisticsAsync(model, string.IsNullOrEmpty(version) ? null : status.Id.Version, cancellationToken);
        return statistics.IsEmpty ? (null, Faults.NotLoaded(status)) : (StatisticsMessage.Of(statistics), null);
    }

    /// <summary>What this silo's pools do and have done, of the models that the caller may see.</summary>
    public async ValueTask<ImmutableArray<SiloModel>> OwnSiloAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var models = await dispatcher.OwnSiloAsync(cancellationToken);
        return models.RemoveAll(model => !CanSee(context, model.Id.Model));
    }

    /// <summary>What came of the copies that this silo has sent to shadow versions, of the models that the caller may see.</summary>
    public ImmutableArray<ShadowStatistics> OwnShadows(HttpContext context) => dispatcher.OwnShadows.RemoveAll(shadow => !CanSee(context, shadow.Id.Model));

    private bool CanSee(HttpContext context, string model) => access.IsOpen || access.CanSee(context, model);
}
