using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Ensembles;

/// <summary>A dispatcher of models that add 1 to their one input, on floats, and name it as they are asked to.</summary>
internal sealed class FakeModels : IDispatcher
{
    public Dictionary<string, ModelStatus> Statuses { get; } = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public ValueTask<InferenceOutcome> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request.Model);
        var value = BitConverter.ToSingle(request.Inputs[0].Data.Span) + 1;
        return ValueTask.FromResult(InferenceOutcome.Of(new InferenceResponse
        {
            Model = new ModelVersion(request.Model, 1),
            Outputs = [.. request.RequestedOutputs.Select(name => Sample.Tensor(name, request.Inputs[0].Shape, value))],
        }));
    }

    public ValueTask<ModelStatus?> DescribeAsync(string model, long? version, CancellationToken cancellationToken) => ValueTask.FromResult(Statuses.GetValueOrDefault(model));

    public ModelStatus Choose(ModelStatus described, ImmutableDictionary<string, ParameterValue> parameters) => described;

    public ImmutableArray<ShadowStatistics> OwnShadows => [];

    public ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<ModelStatus>>([.. Statuses.Values.OrderBy(status => status.Id.Model, StringComparer.Ordinal)]);

    public ValueTask<ImmutableArray<ModelStatistics>> StatisticsAsync(string? model, long? version, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<ModelStatistics>>([new ModelStatistics(new ModelVersion("z", 1), new PoolStatistics())]);

    public ValueTask<ImmutableArray<SiloModel>> OwnSiloAsync(CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<SiloModel>>([]);
}
