using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>
/// The replicas of one model version on one silo and the queue that they share; keyed by <see cref="PoolKey"/> and
/// placed on the silo that its key names.
/// </summary>
[Alias("oi.IReplicaPoolGrain")]
public interface IReplicaPoolGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sets how many replicas the pool keeps, and returns once they are loaded or have failed. Fewer than before: no batch is cut off, and no replica begins another
    /// that is to go. With none it is <see cref="PoolState.Parked"/>, and hands back what is queued.
    /// </summary>
    [Alias("Resize"), ResponseTimeout("1.00:00:00")]
    Task<PoolReport> Resize(int replicas);

    /// <summary>Queues, batches and runs a request. Cancelling takes it out of the queue.</summary>
    /// <param name="dispatcher">
    /// Where the request comes from, if it could go elsewhere: a pool without room hands it back then, and offers its next place to that silo's
    /// dispatcher (<see cref="Routing.IDispatcherGrain.Offer"/>). Null: there is no other pool, so it waits here, unless the pool is parked.
    /// </param>
    [Alias("Infer"), ResponseTimeout("1.00:00:00")]
    Task<PoolAnswer> Infer(InferenceRequest request, SiloAddress? dispatcher, CancellationToken cancellationToken);

    /// <summary>What it has done so far.</summary>
    [Alias("Statistics")]
    Task<PoolStatistics> Statistics();

    /// <summary>Takes no more requests, hands back or finishes those it has, unloads, and returns.</summary>
    [Alias("Drain"), ResponseTimeout("1.00:00:00")]
    Task Drain();
}
