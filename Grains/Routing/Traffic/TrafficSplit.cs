namespace OrleansInference.Routing.Traffic;

/// <summary>
/// Which version a key falls to: weighted rendezvous hashing (Schindelhauer and Schomaker, 'Weighted Distributed Hash Tables', SPAA 2005).
/// Every version draws a number from the key and its own number, exponentially distributed at the rate of its weight, and the earliest wins: a
/// version wins with the probability weight / sum of weights. Where one version's weight grows, keys move to it alone; where it shrinks or the
/// version is taken away, its keys alone move. The same in every process.
/// </summary>
internal static class TrafficSplit
{
    /// <summary>Null where there is none with a weight above 0.</summary>
    /// <param name="versions">Those that could take the request now.</param>
    /// <param name="key">From <see cref="KeyHash"/>.</param>
    public static long? Pick(ReadOnlySpan<VersionWeight> versions, ulong key)
    {
        long? picked = null;
        var earliest = double.PositiveInfinity;
        foreach (var (version, weight) in versions)
        {
            if (weight <= 0) continue;
            var draw = -Math.Log(KeyHash.ToUnit(KeyHash.Combine(key, (ulong)version))) / weight;
            if (picked is not null && draw >= earliest) continue;
            (picked, earliest) = (version, draw);
        }
        return picked;
    }

    /// <summary>The version that gets most, the later one of two that get as much; null where there is none with a weight above 0.</summary>
    public static long? Main(ReadOnlySpan<VersionWeight> versions)
    {
        long? main = null;
        var most = 0.0;
        foreach (var (version, weight) in versions)
            if (weight > 0 && weight >= most) (main, most) = (version, weight);
        return main;
    }
}
