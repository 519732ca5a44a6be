namespace OrleansInference.Bench;

/// <summary>
/// One first-come queue before several servers, each of which takes one request at a time and never waits while there is one: what a
/// pool could do at best without batches and without knowing lengths. No cost of its own. Times in seconds.
/// </summary>
internal static class IdealQueue
{
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
}
