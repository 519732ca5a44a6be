namespace OrleansInference.Autoscaling.Policy;

/// <summary>Where one replica more is not worth it.</summary>
internal static class MarginalGain
{
    /// <summary>
    /// Going up from what there is, the last replica that still takes enough off a percentile of latency; <paramref name="wanted"/> where all of them do. Never less than can carry the
    /// load. Of latency, and not of the wait: each replica takes a larger share of what is left of the wait, up to all of a microsecond, so no number would be the last.
    /// </summary>
    /// <param name="queue">What comes.</param>
    /// <param name="from">The number to go up from.</param>
    /// <param name="wanted">The number not to go beyond.</param>
    /// <param name="share">Of the requests, such as 0.99.</param>
    /// <param name="minimumGain">What a replica is to take off, as a share.</param>
    public static int Stop(QueueModel queue, int from, int wanted, double share, double minimumGain)
    {
        var replicas = Math.Max(from, queue.StableReplicas);
        if (replicas >= wanted || minimumGain <= 0) return wanted;
        var latency = queue.LatencyPercentile(replicas, share);
        while (replicas < wanted)
        {
            var next = queue.LatencyPercentile(replicas + 1, share);
            if (latency - next < minimumGain * latency) break;
            (replicas, latency) = (replicas + 1, next);
        }
        return replicas;
    }
}
