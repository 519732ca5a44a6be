using System.Collections.Immutable;
using OrleansInference.Control;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Inference;
using OrleansInference.Protocol;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>What front doors offer beyond inference, for all of them alike: the repository, configurations and statistics.</summary>
internal sealed class ModelAdministration(IDispatcher dispatcher, IModelControl control, ModelResolver resolver)
{
    /// <summary>Loads or reloads a model; null once every silo serves it.</summary>
    public async Task<InferenceFault?> LoadAsync(
        string model, IReadOnlyDictionary<string, ParameterValue?> parameters, CancellationToken cancellationToken) =>
        ControlParameters.ReadLoad(parameters, out var config) ?? await control.LoadAsync(model, config, cancellationToken);

    /// <summary>Unloads a model; null once it is gone from every silo.</summary>
    public async Task<InferenceFault?> UnloadAsync(
        string model, IReadOnlyDictionary<string, ParameterValue?> parameters, CancellationToken cancellationToken) =>
        ControlParameters.ReadUnload(parameters) ?? await control.UnloadAsync(model, cancellationToken);

    /// <summary>Every model version of the repository, or those that are ready.</summary>
    public async Task<ImmutableArray<ModelStatus>> IndexAsync(bool readyOnly, CancellationToken cancellationToken)
    {
        await control.LookAsync(cancellationToken);
        var models = await dispatcher.ListAsync(cancellationToken);
        return readyOnly ? models.RemoveAll(model => !model.IsReady) : models;
    }

    /// <summary>The configuration in effect, or the fault that says why there is none.</summary>
    /// <param name="version">Null where the choice is the server's.</param>
    public async ValueTask<(ModelConfig? Config, InferenceFault? Fault)> ConfigAsync(string model, string? version, CancellationToken cancellationToken)
    {
        var target = await resolver.ResolveAsync(model, version, cancellationToken);
        return target.Status is not { } status ? (null, target.Fault)
            : status is { Spec: { } spec, Signature: { } signature } && (status.IsWanted || status.IsReady) ? (ConfigMessage.Of(spec, signature), null)
            : (null, NotThere(status));
    }

    /// <summary>Statistics of one version, of all versions of a model, or of everything that is loaded.</summary>
    /// <param name="model">Null or empty for all.</param>
    /// <param name="version">Null or empty for all.</param>
    public async ValueTask<(ModelStatisticsResponse? Statistics, InferenceFault? Fault)> StatisticsAsync(
        string? model, string? version, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(model))
            return (StatisticsMessage.Of(await dispatcher.StatisticsAsync(null, null, cancellationToken)), null);
        var target = await resolver.ResolveAsync(model, string.IsNullOrEmpty(version) ? null : version, cancellationToken);
        if (target.Status is not { } status)
            return (null, target.Fault);
        var statistics = await dispatcher.StatisticsAsync(model, string.IsNullOrEmpty(version) ? null : status.Id.Version, cancellationToken);
        return statistics.IsEmpty ? (null, NotThere(status)) : (StatisticsMessage.Of(statistics), null);
    }

    /// <summary>Why a model version can't be described: its state, and what to do.</summary>
    public static InferenceFault NotThere(ModelStatus status) => InferenceFault.Of(FaultKind.ModelNotReady, status switch
    {
        { State: PoolState.Failed } => $"model '{status.Id}' could not be loaded: {status.Reason}",
        { IsWanted: false } => $"model '{status.Id}' is not loaded ({status.Reason}); load it first: POST /v2/repository/models/{status.Id.Model}/load",
        _ => $"model '{status.Id}' is not loaded yet, and has no configuration that declares its inputs and outputs",
    });
}
