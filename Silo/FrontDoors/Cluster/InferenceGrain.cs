using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansInference.Control;
using OrleansInference.FrontDoors.Outputs;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Messages;
using OrleansInference.Models;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors.Cluster;

/// <inheritdoc cref="IInferenceGrain"/>
/// <remarks>A worker of the silo that the call arrives at; reentrant, so that requests don't wait for each other.</remarks>
[StatelessWorker, Reentrant]
internal sealed class InferenceGrain(
    IDispatcher dispatcher, IModelControl control, ITrafficControl traffic, ClusterDoor door, MessageLimit messages, TimeProvider time) : Grain, IInferenceGrain
{
    private readonly RequestRunner _runner = new(dispatcher, time);

    /// <summary>What comes earlier waits.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => door.Opened.WaitAsync(cancellationToken);

    public async Task<InferenceOutcome> Infer(InferenceRequest request, int classes, CancellationToken cancellationToken)
    {
        var received = time.GetTimestamp();
        if (await dispatcher.DescribeAsync(request.Model, request.Version, cancellationToken) is not { } model)
            return InferenceOutcome.Of(Faults.UnknownModel(request.Model, request.Version?.ToString()));
        if (request.Version is null)
            model = dispatcher.Choose(model, request.Parameters);
        if (Check(request.Inputs) is { } bad)
            return InferenceOutcome.Of(bad);
        ImmutableArray<OutputRequest> outputs = [.. request.RequestedOutputs.Select(name => new OutputRequest(name, classes, Binary: null))];
        var decoded = new DecodedRequest
        {
            Id = request.RequestId,
            Inputs = request.Inputs,
            Outputs = outputs,
            Parameters = request.Priority == 0 ? request.Parameters : request.Parameters.SetItem("priority", ParameterValue.Of((long)request.Priority)),
        };
        var outcome = await _runner.RunAsync(decoded, model, request.Caller, request.TimeLeft, received, cancellationToken);
        if (outcome.Response is not { } response)
            return outcome;
        return OutputSelection.Select(response, model.Signature, outputs, out var selected) is { } fault
            ? InferenceOutcome.Of(fault)
            : MessageLimit.Bound(InferenceOutcome.Of(response with { Outputs = selected }), messages.MaxBytes);
    }

    public async Task<RepositoryModel?> Describe(string model, long? version) =>
        await dispatcher.DescribeAsync(model, version, CancellationToken.None) is { } status ? Of(status) : null;

    public async Task<ImmutableArray<RepositoryModel>> List() =>
        [.. (await dispatcher.ListAsync(CancellationToken.None)).Select(Of)];

    public Task<InferenceFault?> Load(string model, CancellationToken cancellationToken) => control.LoadAsync(model, null, cancellationToken);

    public Task<InferenceFault?> Unload(string model, CancellationToken cancellationToken) => control.UnloadAsync(model, unloadDependents: false, cancellationToken);

    public Task<TrafficStatus?> Traffic(string model, CancellationToken cancellationToken) => traffic.GetAsync(model, cancellationToken);

    public Task<InferenceFault?> ChangeTraffic(string model, TrafficChange change, CancellationToken cancellationToken) =>
        traffic.ChangeAsync(model, change, cancellationToken);

    public Task<InferenceFault?> Promote(string model, long version, CancellationToken cancellationToken) =>
        traffic.PromoteAsync(model, version, cancellationToken);

    public Task<InferenceFault?> RollBack(string model, CancellationToken cancellationToken) => traffic.RollBackAsync(model, cancellationToken);

    private static InferenceFault? Check(ImmutableArray<InferenceTensor> inputs)
    {
        foreach (var input in inputs)
        {
            var fault = TensorValidator.CountElements(input.Name, input.Shape.AsSpan(), out var elements)
                ?? TensorValidator.CheckRaw(input.Name, input.DataType, input.Shape.AsSpan(), elements, input.Data.Span);
            if (fault is not null)
                return fault;
        }
        return null;
    }

    private static RepositoryModel Of(ModelStatus status) => new()
    {
        Id = status.Id, State = RepositoryState.NameOf(status.State), Signature = status.Signature, Reason = status.Reason ?? "",
    };
}
