using OrleansInference.Inference;

namespace OrleansInference.Routing.Traffic;

/// <summary>
/// How models' traffic is spread, on every silo of the cluster. What front doors call. A change returns null once every dispatcher that
/// answers follows it; else a fault with every reason, and nothing has changed. Of two changes at once that meet different routers, in a
/// partition of the cluster, the later one counts in the end.
/// </summary>
public interface ITrafficControl
{
    /// <summary>Null where there is no such model.</summary>
    Task<TrafficStatus?> GetAsync(string model, CancellationToken cancellationToken);

    Task<InferenceFault?> ChangeAsync(string model, TrafficChange change, CancellationToken cancellationToken);

    /// <summary>All of it to one version, which has to be ready; it is no shadow any more.</summary>
    Task<InferenceFault?> PromoteAsync(string model, long version, CancellationToken cancellationToken);

    /// <summary>Back to what it was before the last change; a second time: forth again.</summary>
    Task<InferenceFault?> RollBackAsync(string model, CancellationToken cancellationToken);
}
