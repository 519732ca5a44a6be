namespace OrleansInference.Routing.Policies;

/// <summary>
/// The hot-cold lexicographic rule of Prequal (Wydrowski et al., "Load is not what you should balance", NSDI 2024): of some pools drawn at random, those with more in
/// flight than most are hot. The cold one with the least latency is taken, or, where all are hot, the one with the least in flight.
/// </summary>
internal sealed class PrequalPolicy(Random random) : IRoutingPolicy
{
    /// <summary>Pools that are looked at; the size of its pool of probes in the paper.</summary>
    private const int Probes = 16;

    /// <summary>The quantile of requests in flight beyond which a pool is hot; the paper's default, 2^-0.25.</summary>
    private const double HotQuantile = 0.84;

    public int Pick(PoolLoads loads, in RoutingAsk ask)
    {
        Span<int> drawn = stackalloc int[Probes];
        Span<double> depths = stackalloc double[Probes];
        var count = Draw(loads, drawn);
        if (count == 0) return -1;
        for (var i = 0; i < count; i++) depths[i] = loads.Depth[drawn[i]];
        depths[..count].Sort();
        var threshold = depths[(int)(HotQuantile * (count - 1))];

        var (best, isBestCold) = (drawn[0], loads.Depth[drawn[0]] <= threshold);
        for (var i = 0; i < count; i++)
        {
            var pool = drawn[i];
            var isCold = loads.Depth[pool] <= threshold;
            var isBetter = isCold != isBestCold ? isCold
                : isCold ? loads.Latency[pool] < loads.Latency[best] || (loads.Latency[pool] == loads.Latency[best] && loads.Depth[pool] < loads.Depth[best])
                : loads.Depth[pool] < loads.Depth[best];
            if (isBetter) (best, isBestCold) = (pool, isCold);
        }
        return best;
    }

    /// <summary>Open pools, all where there are no more than <see cref="Probes"/>; how many.</summary>
    private int Draw(PoolLoads loads, Span<int> drawn)
    {
        var count = 0;
        var all = loads.Count <= Probes;
        for (var i = 0; i < (all ? loads.Count : Probes); i++)
        {
            var pool = all ? i : random.Next(loads.Count);
            if (loads.IsOpen(pool)) drawn[count++] = pool;
        }
        if (count > 0 || all) return count;
        // None of those drawn is open, so most are not: the first that is.
        for (var pool = 0; pool < loads.Count; pool++)
            if (loads.IsOpen(pool))
            {
                drawn[0] = pool;
                return 1;
            }
        return 0;
    }
}
