namespace OrleansInference.Routing.Traffic;

/// <summary>
/// Which pool a session's requests go to, as long as it isn't overloaded: rendezvous hashing (Thaler and Ravishankar 1998) with the bound of
/// 'Consistent Hashing with Bounded Loads' (Mirrokni, Thorup, Zadimoghaddam; SODA 2018). Each pool takes at most
/// ⌈1.25 · requests · its replicas / all replicas⌉ requests, this one included; a key whose first pool has as many goes to its second, and so on. A
/// pool that goes takes only its own keys with it. The bounds add up to more than the requests, so one pool always has room.
/// </summary>
internal static class AffinityHash
{
    /// <summary>The paper's 1 + ε: less spreads more evenly, more keeps more keys where they belong.</summary>
    public const double Balance = 1.25;

    /// <summary>The index of the pool; −1 where there is none. Does not allocate.</summary>
    /// <param name="pools">A hash of each pool's name: <see cref="KeyHash.Of"/> the silo, which a reload doesn't change.</param>
    /// <param name="replicas">Of each pool, at least 1.</param>
    /// <param name="loads">Requests of each pool now, this one not among them.</param>
    /// <param name="key">From <see cref="KeyHash"/>.</param>
    public static int Pick(ReadOnlySpan<ulong> pools, ReadOnlySpan<int> replicas, ReadOnlySpan<int> loads, ulong key)
    {
        long allReplicas = 0, requests = 1;
        for (var i = 0; i < pools.Length; i++) (allReplicas, requests) = (allReplicas + replicas[i], requests + loads[i]);

        var perReplica = Balance * requests / allReplicas;
        var picked = -1;
        ulong highest = 0;
        for (var i = 0; i < pools.Length; i++)
        {
            if (loads[i] >= Math.Ceiling(perReplica * replicas[i])) continue;
            var score = KeyHash.Combine(key, pools[i]);
            if (picked >= 0 && score <= highest) continue;
            (picked, highest) = (i, score);
        }
        return picked;
    }
}
