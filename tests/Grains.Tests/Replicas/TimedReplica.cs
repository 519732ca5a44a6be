using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>A replica whose batches take a stated time for each item.</summary>
internal sealed class TimedReplica(TimeProvider time, TimeSpan perItem) : IReplicaGrain
{
    public Action<ImmutableArray<InferenceRequest>>? Began { get; set; }

    /// <summary>What <see cref="Began"/> has thrown: a pool would take it for a fault of the replica.</summary>
    public Exception? Violation { get; private set; }

    public Task<ReplicaStatus> Load(CancellationToken cancellationToken) =>
        Task.FromResult(new ReplicaStatus { Signature = Sample.Signature, Device = "cpu" });

    public async Task<BatchRun> Run(ImmutableArray<InferenceRequest> batch)
    {
        try
        {
            Began?.Invoke(batch);
        }
        catch (Exception exception)
        {
            Violation ??= exception;
            throw;
        }
        var items = batch.Sum(request => request.Inputs[0].Shape[0]);
        await Task.Delay(perItem * items, time);
        return new BatchRun(
            [.. batch.Select(request => InferenceOutcome.Of(new InferenceResponse { Model = Sample.Model, Outputs = request.Inputs }))],
            [new ForwardPass(items, TimeSpan.Zero, perItem * items, TimeSpan.Zero)]);
    }

    public Task Unload() => Task.CompletedTask;
}
