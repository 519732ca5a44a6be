using OrleansInference.Messages;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>How a dispatcher reaches routers and pools: grain references from the engine, or others in a test.</summary>
public sealed record RoutingTransport(SiloAddress OwnSilo, Func<string, IRouterGrain> RouterOf, Func<PoolKey, IReplicaPoolGrain> PoolOf)
{
    /// <summary>Told that requests wait for a version that has no replica: at once, and then every second while they do. Any thread; does not wait.</summary>
    public Action<ModelVersion> Wake { get; init; } = static _ => { };

    /// <summary>What may go to another silo in one message.</summary>
    public MessageLimit Messages { get; init; } = MessageLimit.Default;
}
