namespace OrleansInference.Bench;

/// <summary>
/// The least that replicas can cost where all requests are known ahead and none may wait longer than the objective, or close to it: what is found is a schedule
/// that works, so the true minimum is that or lower, and never below the requests' own service times.
/// </summary>
/// <remarks>
/// <para>Given when each request starts, the cheapest replicas are known exactly: the n-th is needed whenever n requests run, and between two such times it is kept
/// where that takes less than loading it again (<see cref="ReplicaSpans"/>).</para>
/// <para>Given the replicas, starting requests as early as they allow, in the order of arrival, frees the most of them. Both in turn never cost more than before,
/// and are done until nothing gets cheaper. It begins with requests that start when another ends, or else as late as they may; and, since that is not always
/// best, with shares of that patience: the cheapest of all is taken.</para>
/// </remarks>
internal static class ClairvoyantSchedule
{
    private const int MaxRounds = 20;

    private static readonly double[] Patience = [1, 0.75, 0.5, 0.25, 0];

    public static ScalingResult Find(ScalingWorkload workload)
    {
        ReplicaSpans? best = null;
        foreach (var patience in Patience)
        {
            var spans = Improve(workload, patience * ScalingWorkload.MaxWaitSeconds);
            if (best is null || spans.Cost < best.Cost)
                best = spans;
        }

        return best!.ToResult("clairvoyant");
    }

    private static ReplicaSpans Improve(ScalingWorkload workload, double patience)
    {
        var spans = ReplicaSpans.Of(workload, LazyStarts(workload, patience));
        for (var round = 0; round < MaxRounds; round++)
        {
            var next = ReplicaSpans.Of(workload, EarlyStarts(workload, spans.Changes()));
            if (next.Cost >= spans.Cost)
                break;
            spans = next;
        }

        return spans;
    }

    /// <summary>Each request starts when another ends, after those before it; or when its patience does.</summary>
    private static double[] LazyStarts(ScalingWorkload workload, double patience)
    {
        var starts = new double[workload.Arrivals.Length];
        var ends = new PriorityQueue<double, double>();
        var last = 0.0;
        for (var i = 0; i < starts.Length; i++)
        {
            var (from, latest) = (Math.Max(workload.Arrivals[i], last), workload.Arrivals[i] + patience);
            while (ends.Count > 0 && ends.Peek() < from)
                ends.Dequeue();
            last = Math.Max(from, latest);
            if (ends.Count > 0 && ends.Peek() <= last)
                last = ends.Dequeue();
            starts[i] = last;
            ends.Enqueue(last + workload.Services[i], last + workload.Services[i]);
        }

        return starts;
    }

    /// <summary>Each request starts as soon as there is a replica for it, after those before it; or at the latest that it may.</summary>
    /// <param name="workload">The requests.</param>
    /// <param name="changes">Of the number of replicas, in order.</param>
    private static double[] EarlyStarts(ScalingWorkload workload, IReadOnlyList<ReadyReplicas> changes)
    {
        var starts = new double[workload.Arrivals.Length];
        var ends = new PriorityQueue<double, double>();
        var (now, replicas, change) = (0.0, 0, 0);
        for (var i = 0; i < starts.Length; i++)
        {
            now = Math.Max(now, workload.Arrivals[i]);
            var latest = workload.Arrivals[i] + ScalingWorkload.MaxWaitSeconds;
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
