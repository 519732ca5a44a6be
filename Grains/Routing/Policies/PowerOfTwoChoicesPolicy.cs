namespace OrleansInference.Routing.Policies;

/// <summary>Of two pools drawn at random, the one with fewer items for each replica (Mitzenmacher, 2001).</summary>
internal sealed class PowerOfTwoChoicesPolicy(Random random) : IRoutingPolicy
{
    public int Pick(PoolLoads loads, in RoutingAsk ask)
    {
        var first = Draw(loads, except: -1);
        var second = first < 0 ? -1 : Draw(loads, first);
        return second < 0 || loads.Depth[first] <= loads.Depth[second] ? first : second;
    }

    /// <summary>From a place drawn at random, the next that is open.</summary>
    private int Draw(PoolLoads loads, int except)
    {
        if (loads.Count == 0) return -1;
        var start = random.Next(loads.Count);
        for (var step = 0; step < loads.Count; step++)
        {
            var pool = (start + step) % loads.Count;
            if (pool != except && loads.IsOpen(pool)) return pool;
        }
        return -1;
    }
}
