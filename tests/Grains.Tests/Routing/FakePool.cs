using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A pool that answers as the test says.</summary>
internal sealed class FakePool : IReplicaPoolGrain
{
    public List<InferenceRequest> Requests { get; } = [];

    public Func<InferenceRequest, CancellationToken, Task<InferenceOutcome>> Answer { get; set; } =
        (_, _) => Task.FromResult(InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = [] }));

    /// <summary>Those of which the dispatchers said that they could go elsewhere.</summary>
    public List<InferenceRequest> Movable { get; } = [];

    /// <summary>Hands requests back.</summary>
    public bool IsFull { get; set; }

    /// <summary>What it says with its answers.</summary>
    public PoolLoad Load { get; set; } = new(1_000, 0, 0);

    /// <summary>How long it says that batches take.</summary>
    public TimeSpan BatchTime { get; set; }

    public async Task<PoolAnswer> Infer(InferenceRequest request, SiloAddress? dispatcher, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (dispatcher is not null) Movable.Add(request);
        return new PoolAnswer(IsFull ? null : await Answer(request, cancellationToken), Load = Load with { Sequence = Load.Sequence + 1 }, BatchTime);
    }

    public Task<PoolReport> Resize(int replicas) => throw new NotSupportedException();
    public PoolStatistics Totals { get; set; } = new();

    public bool IsSilent { get; set; }

    public Task<PoolStatistics> Statistics() => IsSilent ? new TaskCompletionSource<PoolStatistics>().Task : Task.FromResult(Totals);

    public Task Drain() => throw new NotSupportedException();
}
