using OrleansInference.Autoscaling;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

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
    /// <param name="demand">What was asked of the model there; null where nothing ever was, or this router has been told all of it.</param>
    [Alias("Subscribe")]
    Task<RoutingSnapshot> Subscribe(SiloAddress dispatcher, long epoch, DispatcherDemand? demand);

    /// <summary>What the model has, and what is asked of it.</summary>
    [Alias("Signals")]
    Task<ModelSignals> Signals();

    /// <summary>Tells the router what the caller knows of the model's traffic, null for nothing; returns the latest that either has heard.</summary>
    [Alias("ShareTraffic")]
    Task<ModelTraffic?> ShareTraffic(ModelTraffic? known);

    /// <summary>
    /// Changes the model's traffic where the last change is still the one with the stamp <paramref name="replaces"/> (0: there is none); false
    /// where it is another, so that of two changes at once neither undoes the other unseen.
    /// </summary>
    [Alias("ChangeTraffic")]
    Task<bool> ChangeTraffic(ModelTraffic change, long replaces);

    /// <summary>Why the model's traffic is not stored as it is; null where it is, or is about to be, or nothing ever is.</summary>
    [Alias("UnsavedTraffic")]
    Task<string?> UnsavedTraffic();
}
