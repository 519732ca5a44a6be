using System.Collections.Immutable;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using OrleansInference.Client.Clusters;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;
using OrleansInference.Messages;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Client;

/// <summary>
/// A cluster by its Orleans gateways: no further port, and the client finds silos by itself; requests go to its gateways in turn. The door's checks are the same as those of
/// the other doors. Keys don't apply: who is in the cluster is trusted.
/// </summary>
public sealed class OrleansInferenceClient : IInferenceClient
{
    private const string Ready = "READY";
    private readonly IClusterConnection _cluster;
    private readonly AttemptRace _race;
    private readonly TimeProvider _time;

    /// <summary>Uses the application's Orleans client, which stays its own.</summary>
    public OrleansInferenceClient(IClusterClient cluster)
        : this(new ApplicationCluster(cluster), TimeProvider.System)
    {
    }

    internal OrleansInferenceClient(IClusterConnection cluster, TimeProvider time) =>
        (_cluster, _race, _time) = (cluster, new AttemptRace(cluster.Losses, time), time);

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
        var models = await AskAsync((door, _) => door.List(), cancellationToken);
        var description = await AskAsync((door, _) => door.Describe(model, version), cancellationToken)
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
        .. (await AskAsync((door, _) => door.List(), cancellationToken))
            .Select(model => new ModelIndexEntry(model.Id.Model, Text(model.Id.Version), model.State, model.Reason)),
    ];

    /// <summary>Whether a silo answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await AskAsync((door, _) => door.List(), cancellationToken);
            return true;
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.Unavailable)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> IsModelReadyAsync(string model, long? version = null, CancellationToken cancellationToken = default) =>
        await AskAsync((door, _) => door.Describe(model, version), cancellationToken) is { State: Ready };

    /// <inheritdoc/>
    public async Task LoadModelAsync(string model, CancellationToken cancellationToken = default) =>
        ThrowIf(await RepeatAsync((door, token) => door.Load(model, token), cancellationToken));

    /// <inheritdoc/>
    public async Task UnloadModelAsync(string model, CancellationToken cancellationToken = default) =>
        ThrowIf(await RepeatAsync((door, token) => door.Unload(model, token), cancellationToken));

    /// <summary>How a model's requests are spread over its versions.</summary>
    public async Task<TrafficStatus> GetTrafficAsync(string model, CancellationToken cancellationToken = default) =>
        await AskAsync((door, token) => door.Traffic(model, token), cancellationToken)
        ?? throw new InferenceException(FaultKind.UnknownModel, $"Request for unknown model: '{model}'");

    /// <summary>Changes that on every silo; returns what it is then. What is wrong with the change is an <see cref="InferenceException"/>.</summary>
    public Task<TrafficStatus> ChangeTrafficAsync(string model, TrafficChange change, CancellationToken cancellationToken = default) =>
        ChangedAsync(model, door => door.ChangeTraffic(model, change, cancellationToken), cancellationToken);

    /// <summary>Gives all requests to one version, which has to be ready.</summary>
    public Task<TrafficStatus> PromoteAsync(string model, long version, CancellationToken cancellationToken = default) =>
        ChangedAsync(model, door => door.Promote(model, version, cancellationToken), cancellationToken);

    /// <summary>Undoes the last change.</summary>
    public Task<TrafficStatus> RollBackAsync(string model, CancellationToken cancellationToken = default) =>
        ChangedAsync(model, door => door.RollBack(model, cancellationToken), cancellationToken);

    /// <summary>Nothing of its own to dispose of.</summary>
    public void Dispose()
    {
    }

    private async Task<InferenceResponse> InferAsync(InferenceRequest request, int classes, CancellationToken cancellationToken)
    {
        RequireFit(request);
        var start = _time.GetTimestamp();
        using var deadline = new CancellationTokenSource(request.TimeLeft ?? Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await _race.RunAsync(
                token => AttemptAsync(request with { TimeLeft = request.TimeLeft - _time.GetElapsedTime(start) }, classes, token), _cluster.HedgeAfter, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InferenceException(FaultKind.DeadlineExceeded, $"No answer from the cluster within {request.TimeLeft?.TotalSeconds} s.", exception);
        }
    }

    /// <summary>Orleans would close the connection over a longer message, and fail what else is on its way there.</summary>
    private void RequireFit(InferenceRequest request)
    {
        if (MessageSize.Of(request) is var bytes && bytes > _cluster.MaxMessageBytes)
            throw new InferenceException(
                FaultKind.TooLarge,
                $"The request for model '{request.Model}' takes about {bytes} bytes ({MessageSize.Describe(request.Inputs)}); at most {_cluster.MaxMessageBytes} may go to the cluster "
                + "(MaxMessageBodyBytes here, Cluster:MaxMessageBytes on the silos). Send a smaller batch.");
    }

    private async Task<InferenceResponse> AttemptAsync(InferenceRequest request, int classes, CancellationToken cancellationToken)
    {
        var outcome = await CallAsync((door, token) => door.Infer(request, classes, token), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIf(outcome.Fault); // another attempt may go better
        return outcome.Response!;
    }

    private async Task<TrafficStatus> ChangedAsync(string model, Func<IInferenceGrain, Task<InferenceFault?>> change, CancellationToken cancellationToken)
    {
        ThrowIf(await CallAsync((door, _) => change(door), cancellationToken));
        return await GetTrafficAsync(model, cancellationToken);
    }

    private static void ThrowIf(InferenceFault? fault)
    {
        if (fault is not null)
            throw new InferenceException(fault.Kind, fault.Message) { RetryAfter = fault.RetryAfter };
    }

    /// <summary>Changes nothing, so another gateway is asked as well where one is lost or silent.</summary>
    private Task<T> AskAsync<T>(Func<IInferenceGrain, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        _race.RunAsync(token => CallAsync(call, token), _cluster.HedgeAfter, cancellationToken);

    /// <summary>Takes as long as it takes, and does no more when it is asked for twice, as it is where a gateway is lost.</summary>
    private Task<T> RepeatAsync<T>(Func<IInferenceGrain, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        _race.RunAsync(token => CallAsync(call, token), Timeout.InfiniteTimeSpan, cancellationToken);

    private async Task<T> CallAsync<T>(Func<IInferenceGrain, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = await _cluster.GetAsync(cancellationToken);
            return await call(Door(cluster), cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            throw new InferenceException(FaultKind.Unavailable, $"No answer from the cluster: {exception.Message}", exception);
        }
    }

    private static IInferenceGrain Door(IClusterClient cluster)
    {
        try
        {
            return cluster.GetGrain<IInferenceGrain>(0);
        }
        catch (ArgumentException exception) // Orleans': no silo's manifest has the grain
        {
            throw new InferenceException(FaultKind.Unavailable, "No silo of the cluster has a door for Orleans clients.", exception);
        }
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
