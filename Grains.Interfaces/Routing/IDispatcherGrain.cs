using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>A silo's dispatcher as routers see it; keyed by the silo's address and placed there.</summary>
[Alias("oi.IDispatcherGrain")]
public interface IDispatcherGrain : IGrainWithStringKey
{
    /// <summary>Has the silo follow its routers. Idempotent.</summary>
    [Alias("Start")]
    Task Start();

    /// <summary>Has the dispatcher pull a model's newest snapshot now; returns when it has it, or after a second without.</summary>
    [Alias("Refresh")]
    Task Refresh(string model);

    /// <summary>Tells the dispatcher what changed; where that does not fit what it has, it pulls a snapshot.</summary>
    [Alias("Publish")]
    Task Publish(RoutingDelta delta);

    /// <summary>
    /// A pool that has handed back a request has room now.
    /// </summary>
    /// <param name="isLast">No other dispatcher waits for it, so it stays idle if this one declines.</param>
    [Alias("Offer")]
    Task<OfferAnswer> Offer(PoolKey pool, PoolLoad load, bool isLast);

    /// <summary>What came of the copies that this dispatcher has sent to a shadow version; null where it has sent none.</summary>
    [Alias("ShadowStatistics")]
    Task<ShadowStatistics?> ShadowStatistics(ModelVersion shadow);
}
