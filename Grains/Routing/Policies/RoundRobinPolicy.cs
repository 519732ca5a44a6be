namespace OrleansInference.Routing.Policies;

/// <summary>Each pool in turn.</summary>
internal sealed class RoundRobinPolicy : IRoutingPolicy
{
    private int _last = -1;

    public int Pick(PoolLoads loads, in RoutingAsk ask)
    {
        for (var step = 1; step <= loads.Count; step++)
        {
            var pool = (_last + step) % loads.Count;
            if (loads.IsOpen(pool)) return _last = pool;
        }
        return -1;
    }
}
