namespace OrleansInference.Bench;

/// <summary>When requests start on replicas that are there at stated times.</summary>
internal static class EarlyStarts
{
    /// <summary>Each request as soon as there is a replica for it, after those before it; or, on one more, at the latest that it may.</summary>
    /// <param name="workload">The requests.</param>
    /// <param name="changes">Of the number of replicas, in order.</param>
    public static double[] Of(ScalingWorkload workload, IReadOnlyList<ReadyReplicas> changes)
    {
        var starts = new double[workload.Arrivals.Length];
        var ends = new PriorityQueue<double, double>();
        var (now, replicas, change) = (0.0, 0, 0);
        for (var i = 0; i < starts.Length; i++)
        {
            now = Math.Max(now, workload.Arrivals[i]);
            var latest = workload.Arrivals[i] + workload.MaxWaitSeconds;
            while (true)
            {
                for (; change < changes.Count && changes[change].Seconds <= now; change++)
                    replicas = changes[change].Replicas;
                while (ends.Count > 0 && ends.Peek() <= now)
                    ends.Dequeue();
                if (ends.Count < replicas || now >= latest)
                    break;
                var next = change < changes.Count ? Math.Min(latest, changes[change].Seconds) : latest;
                now = ends.Count > 0 ? Math.Min(next, ends.Peek()) : next;
            }

            starts[i] = now;
            ends.Enqueue(now + workload.Services[i], now + workload.Services[i]);
        }

        return starts;
    }
}
