using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>How a dispatcher reaches routers and pools: grain references from the engine, or others in a test.</summary>
public sealed record RoutingTransport(SiloAddress OwnSilo, Func<string, IRouterGrain> RouterOf, Func<PoolKey, IReplicaPoolGrain> PoolOf);
