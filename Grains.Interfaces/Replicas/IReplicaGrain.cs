using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>
/// One loaded copy of a model version on one device; runs one batch at a time. A stateless worker of at most one
/// activation per key (<see cref="ReplicaKey"/>), so it always lives on its caller's silo, which is the pool's.
/// </summary>
/// <remarks>The engine's own time-out is set out of the way on calls that last as long as a model needs: deadlines are the pool's to keep.</remarks>
[Alias("oi.IReplicaGrain")]
public interface IReplicaGrain : IGrainWithStringKey
{
    /// <summary>Loads and warms up the model; at once if it is loaded already.</summary>
    [Alias("Load"), ResponseTimeout("1.00:00:00")]
    Task<ReplicaStatus> Load(CancellationToken cancellationToken);

    /// <summary>Runs the requests as one batch.</summary>
    [Alias("Run"), ResponseTimeout("1.00:00:00")]
    Task<BatchRun> Run(ImmutableArray<InferenceRequest> batch);

    /// <summary>Gives the model's memory back, and the replica with it. A later call makes another and loads it.</summary>
    [Alias("Unload"), ResponseTimeout("1.00:00:00")]
    Task Unload();
}
