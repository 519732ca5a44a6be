using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors;

/// <summary>A dispatcher whose answers the test writes; echoes its inputs where the test says nothing.</summary>
internal sealed class FakeDispatcher : IDispatcher
{
    public List<ModelStatus> Models { get; } = [FakeModels.Open, FakeModels.Pair, FakeModels.Single, FakeModels.Text];

    public Func<InferenceRequest, CancellationToken, ValueTask<InferenceOutcome>> OnInfer { get; set; } = (request, _) => ValueTask.FromResult(Echo(request));

    public InferenceRequest? LastRequest { get; private set; }

    /// <summary>The inputs of <see cref="LastRequest"/>, copied while they were there to be read.</summary>
    public ImmutableArray<InferenceTensor> LastCopy { get; private set; } = [];

    public void Answer(InferenceOutcome outcome) => OnInfer = (_, _) => ValueTask.FromResult(outcome);

    public void Answer(params InferenceTensor[] outputs) =>
        Answer(InferenceOutcome.Of(new InferenceResponse { Model = new ModelVersion("open", 1), Outputs = [.. outputs] }));

    public ValueTask<InferenceOutcome> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        LastRequest = request;
        LastCopy = [.. request.Inputs.Select(input => input with { Data = input.Data.ToArray() })];
        return OnInfer(request, cancellationToken);
    }

    public ValueTask<ModelStatus?> DescribeAsync(string model, long? version, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Models.LastOrDefault(status => status.Id.Model == model && (version is null || status.Id.Version == version)));

    /// <summary>The version that requests get whose caller names none; null: the described one.</summary>
    public Func<ImmutableDictionary<string, ParameterValue>, long?> OnChoose { get; set; } = _ => null;

    public ModelStatus Choose(ModelStatus described, ImmutableDictionary<string, ParameterValue> parameters) =>
        OnChoose(parameters) is { } version ? Models.Single(status => status.Id == described.Id with { Version = version }) : described;

    public ImmutableArray<ShadowStatistics> OwnShadows { get; set; } = [];

    public ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Models.OrderBy(status => status.Id.Model, StringComparer.Ordinal).ThenBy(status => status.Id.Version).ToImmutableArray());

    public List<ModelStatistics> Statistics { get; } = [];

    public ValueTask<ImmutableArray<ModelStatistics>> StatisticsAsync(string? model, long? version, CancellationToken cancellationToken) => ValueTask.FromResult(
        Statistics.Where(each => (model ?? each.Id.Model) == each.Id.Model && (version ?? each.Id.Version) == each.Id.Version).ToImmutableArray());

    public List<SiloModel> OwnSilo { get; } = [];

    public ValueTask<ImmutableArray<SiloModel>> OwnSiloAsync(CancellationToken cancellationToken) => ValueTask.FromResult(OwnSilo.ToImmutableArray());

    /// <summary>Inputs as outputs, in memory of their own, the first named as the first requested output and so on.</summary>
    public static InferenceOutcome Echo(InferenceRequest request) => InferenceOutcome.Of(new InferenceResponse
    {
        Model = new ModelVersion(request.Model, request.Version ?? 1),
        Outputs = [.. request.Inputs.Select((input, i) => input with
        {
            Name = i < request.RequestedOutputs.Length ? request.RequestedOutputs[i] : input.Name,
            Data = input.Data.ToArray(),
        })],
    });
}
