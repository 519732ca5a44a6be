using System.Collections.Immutable;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Client;

/// <summary>
/// The cluster of an application that has an Orleans client already: no further port, and the client finds a silo by itself. The
/// door's checks are the same as those of the other doors. Keys don't apply: who is in the cluster is trusted.
/// </summary>
/// <param name="cluster">The application's Orleans client, which stays its own.</param>
public sealed class OrleansInferenceClient(IClusterClient cluster) : IInferenceClient
{
    private const string Ready = "READY";

    private IInferenceGrain Door => cluster.GetGrain<IInferenceGrain>(0);

    /// <inheritdoc/>
    public Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken = default) =>
        InferAsync(request, classes: 0, cancellationToken);

    /// <inheritdoc/>
    public Task<InferenceResponse> ClassifyAsync(InferenceRequest request, int classes, CancellationToken cancellationToken = default)
    {
        ClassificationArguments.Require(request, classes);
        return InferAsync(request, classes, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ModelMetadata> GetModelAsync(string model, long? version = null, CancellationToken cancellationToken = default)
    {
        var models = await CallAsync(() => Door.List(), cancellationToken);
        var description = await CallAsync(() => Door.Describe(model, version), cancellationToken)
            ?? throw new InferenceException(FaultKind.UnknownModel, $"Request for unknown model: '{model}'{(version is null ? "" : $" version {version}")}");
        var signature = description.Signature
            ?? throw new InferenceException(FaultKind.ModelNotReady, $"Model '{description.Id}' is not loaded and does not declare its inputs and outputs. {description.Reason}");
        return new ModelMetadata
        {
            Name = model,
            Versions = [.. models.Where(other => other.Id.Model == model).Select(other => Text(other.Id.Version))],
            Platform = signature.Platform,
            Inputs = signature.Inputs,
            Outputs = signature.Outputs,
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelIndexEntry>> ListModelsAsync(CancellationToken cancellationToken = default) =>
    [
        .. (await CallAsync(() => Door.List(), cancellationToken))
            .Select(model => new ModelIndexEntry(model.Id.Model, Text(model.Id.Version), model.State, model.Reason)),
    ];

    /// <summary>Whether a silo answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await CallAsync(() => Door.List(), cancellationToken);
            return true;
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.Unavailable)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> IsModelReadyAsync(string model, long? version = null, CancellationToken cancellationToken = default) =>
        await CallAsync(() => Door.Describe(model, version), cancellationToken) is { State: Ready };

    /// <inheritdoc/>
    public async Task LoadModelAsync(string model, CancellationToken cancellationToken = default) =>
        ThrowIf(await CallAsync(() => Door.Load(model, cancellationToken), cancellationToken));

    /// <inheritdoc/>
    public async Task UnloadModelAsync(string model, CancellationToken cancellationToken = default) =>
        ThrowIf(await CallAsync(() => Door.Unload(model, cancellationToken), cancellationToken));

    /// <summary>How a model's requests are spread over its versions.</summary>
    public async Task<TrafficStatus> GetTrafficAsync(string model, CancellationToken cancellationToken = default) =>
        await CallAsync(() => Door.Traffic(model, cancellationToken), cancellationToken)
        ?? throw new InferenceException(FaultKind.UnknownModel, $"Request for unknown model: '{model}'");

    /// <summary>Changes that on every silo; returns what it is then. What is wrong with the change is an <see cref="InferenceException"/>.</summary>
    public Task<TrafficStatus> ChangeTrafficAsync(string model, TrafficChange change, CancellationToken cancellationToken = default) =>
        ChangedAsync(model, () => Door.ChangeTraffic(model, change, cancellationToken), cancellationToken);

    /// <summary>Gives all requests to one version, which has to be ready.</summary>
    public Task<TrafficStatus> PromoteAsync(string model, long version, CancellationToken cancellationToken = default) =>
        ChangedAsync(model, () => Door.Promote(model, version, cancellationToken), cancellationToken);

    /// <summary>Undoes the last change.</summary>
    public Task<TrafficStatus> RollBackAsync(string model, CancellationToken cancellationToken = default) =>
        ChangedAsync(model, () => Door.RollBack(model, cancellationToken), cancellationToken);

    /// <summary>Nothing of its own to dispose of.</summary>
    public void Dispose()
    {
    }

    private async Task<InferenceResponse> InferAsync(InferenceRequest request, int classes, CancellationToken cancellationToken)
    {
        var outcome = await CallAsync(() => Door.Infer(request, classes, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIf(outcome.Fault);
        return outcome.Response!;
    }

    private async Task<TrafficStatus> ChangedAsync(string model, Func<Task<InferenceFault?>> change, CancellationToken cancellationToken)
    {
        ThrowIf(await CallAsync(change, cancellationToken));
        return await GetTrafficAsync(model, cancellationToken);
    }

    private static void ThrowIf(InferenceFault? fault)
    {
        if (fault is not null)
            throw new InferenceException(fault.Kind, fault.Message) { RetryAfter = fault.RetryAfter };
    }

    private static async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            throw new InferenceException(FaultKind.Unavailable, $"No answer from the cluster: {exception.Message}", exception);
        }
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
