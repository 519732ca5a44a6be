namespace OrleansInference.Routing.Policies;

/// <summary>The pool with the fewest items, queued or running, for each of its replicas.</summary>
internal sealed class LeastQueuePolicy : IRoutingPolicy
{
    public int Pick(PoolLoads loads, in RoutingAsk ask) => loads.Shallowest();
}
