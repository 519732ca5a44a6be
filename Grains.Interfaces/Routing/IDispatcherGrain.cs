using OrleansInference.Models;
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

    /// <summary>Hands a snapshot to the dispatcher; an older one than it has is ignored.</summary>
    [Alias("Publish")]
    Task Publish(RoutingSnapshot snapshot);

    /// <summary>What came of the copies that this dispatcher has sent to a shadow version; null where it has sent none.</summary>
    [Alias("ShadowStatistics")]
    Task<ShadowStatistics?> ShadowStatistics(ModelVersion shadow);
}
