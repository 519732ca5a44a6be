using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A pool that answers as the test says.</summary>
internal sealed class FakePool : IReplicaPoolGrain
{
    public List<InferenceRequest> Requests { get; } = [];

    public Func<InferenceRequest, CancellationToken, Task<InferenceOutcome>> Answer { get; set; } =
        (_, _) => Task.FromResult(InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [] }));

    public Task<InferenceOutcome> Infer(InferenceRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return Answer(request, cancellationToken);
    }

    public Task<PoolReport> Resize(int replicas) => throw new NotSupportedException();
    public PoolStatistics Totals { get; set; } = new();

    public bool IsSilent { get; set; }

    public Task<PoolStatistics> Statistics() => IsSilent ? new TaskCompletionSource<PoolStatistics>().Task : Task.FromResult(Totals);

    public Task Drain() => throw new NotSupportedException();
}
