namespace OrleansInference.Bench;

/// <summary>
/// One first-come queue before several servers, each of which takes one request at a time and never waits while there is one: what a
/// balancer could do at best without preemption. No cost of its own. Times in seconds.
/// </summary>
internal static class IdealQueue
{
    /// <summary>Servers that are alike; the next in line goes to the one that is free first, and its length need not be known.</summary>
    /// <param name="arrivals">When each request comes, in order.</param>
    /// <param name="service">How long the request of that number takes.</param>
    /// <param name="servers">At least one.</param>
    /// <returns>How long each request is there, in the order of arrival.</returns>
    public static double[] Latencies(IReadOnlyList<double> arrivals, Func<int, double> service, int servers)
    {
        var free = new PriorityQueue<double, double>(Enumerable.Repeat((0.0, 0.0), servers)); // when each server is
        var latencies = new double[arrivals.Count];
        for (var i = 0; i < arrivals.Count; i++)
        {
            var end = Math.Max(arrivals[i], free.Peek()) + service(i);
            free.DequeueEnqueue(end, end);
            latencies[i] = end - arrivals[i];
        }

        return latencies;
    }

    /// <summary>
    /// Servers that differ, and work that is known: each request, in the order of arrival, goes to the server where it ends first; to a busy fast
    /// one rather than to an idle slow one where that is so.
    /// </summary>
    /// <param name="arrivals">When each request comes, in order.</param>
    /// <param name="service">How long the request of that number takes on a server of slowness 1.</param>
    /// <param name="slowness">Of each server: on a server of slowness 5 it takes five times as long.</param>
    /// <returns>How long each request is there, in the order of arrival.</returns>
    public static double[] LatenciesWithKnownWork(IReadOnlyList<double> arrivals, Func<int, double> service, IReadOnlyList<double> slowness)
    {
        var free = new double[slowness.Count];
        var latencies = new double[arrivals.Count];
        for (var i = 0; i < arrivals.Count; i++)
        {
            var (best, bestEnd) = (0, double.PositiveInfinity);
            for (var server = 0; server < free.Length; server++)
            {
                var end = Math.Max(arrivals[i], free[server]) + (service(i) * slowness[server]);
                if (end < bestEnd)
                    (best, bestEnd) = (server, end);
            }

            free[best] = bestEnd;
            latencies[i] = bestEnd - arrivals[i];
        }

        return latencies;
    }
}
