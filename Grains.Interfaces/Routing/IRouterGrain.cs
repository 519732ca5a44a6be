using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>One per model, keyed by the model's name: the table of its pools. Control plane: no request passes through it.</summary>
[Alias("oi.IRouterGrain")]
public interface IRouterGrain : IGrainWithStringKey
{
    /// <summary>Takes a pool's report into the table.</summary>
    [Alias("Report")]
    Task Report(PoolReport report);

    /// <summary>
    /// Returns the newest snapshot and has later changes pushed to the dispatcher of <paramref name="dispatcher"/>'s silo, for
    /// as long as it asks again at least every few seconds.
    /// </summary>
    /// <param name="dispatcher">The dispatcher's silo.</param>
    /// <param name="epoch">Of the snapshot that the dispatcher has; 0 for none. A router whose clock is behind goes beyond it.</param>
    [Alias("Subscribe")]
    Task<RoutingSnapshot> Subscribe(SiloAddress dispatcher, long epoch);
}
