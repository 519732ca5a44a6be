namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// One queue before equal replicas, first come first served: what waiting and latency will be with so many of them. The mean wait is that of A. O. Allen, Probability,
/// Statistics, and Queueing Theory, 2nd edition, 1990 (Allen and Cunneen): Erlang's for random arrivals and exponential service, times (ca² + cs²) / 2, which J. F. C.
/// Kingman (1961) found for one server under heavy load. Those that wait do so for an exponential time (J. Abate, G. L. Choudhury, W. Whitt, Operations
/// Research 43, 1995). How close that is: docs/decisions/queue-approximation.md.
/// </summary>
/// <param name="Offered">Arrival rate × mean service time, in replicas.</param>
/// <param name="MeanSeconds">Mean service time.</param>
/// <param name="ArrivalVariability">ca²: variance over squared mean of the time between arrivals; 1 for random ones.</param>
/// <param name="WorkVariability">cs²: variance over squared mean of the service time; 0 for a constant, 1 for an exponential one.</param>
internal readonly record struct QueueModel(double Offered, double MeanSeconds, double ArrivalVariability, double WorkVariability)
{
    /// <summary>The fewest replicas that can carry the load, at least one.</summary>
    public int StableReplicas => Offered >= int.MaxValue ? int.MaxValue : (int)Load + 1;

    /// <summary>The probability that a request finds all replicas busy; 1 where they can't carry the load.</summary>
    public double ProbabilityOfWait(int replicas)
    {
        if (!IsStable(replicas)) return 1;
        return IsIdle ? 0 : Walk(replicas).Probability;
    }

    /// <summary>In seconds, over all requests; infinite where the replicas can't carry the load.</summary>
    public double MeanWait(int replicas) => IsStable(replicas) ? ProbabilityOfWait(replicas) * WaitOfThoseThatWait(replicas) : double.PositiveInfinity;

    /// <summary>In seconds; 0 where fewer than 1 − share wait at all, infinite where the replicas can't carry the load.</summary>
    /// <param name="replicas">How many there are.</param>
    /// <param name="share">Of the requests, such as 0.99; above 0, below 1.</param>
    public double WaitPercentile(int replicas, double share)
    {
        if (!IsStable(replicas)) return double.PositiveInfinity;
        var probability = ProbabilityOfWait(replicas);
        return probability <= 1 - share ? 0 : WaitOfThoseThatWait(replicas) * Math.Log(probability / (1 - share));
    }

    /// <summary>The fewest replicas with which a share of the requests waits no longer; <paramref name="most"/> where it takes more.</summary>
    public int ReplicasForWait(double share, double seconds, int most)
    {
        if (StableReplicas >= most) return most;
        if (IsIdle) return 1;
        var walk = new ErlangC(Load);
        while (walk.Servers < most && Waits(walk, seconds) > 1 - share) walk.Add();
        return walk.Servers;
    }

    /// <summary>
    /// In seconds, from arrival to response; infinite where the replicas can't carry the load. Not the sum of both percentiles, since few requests meet both: the percentile of
    /// the sum of the wait and a <see cref="ServiceTime"/> that does not depend on it.
    /// </summary>
    public double LatencyPercentile(int replicas, double share)
    {
        if (!IsStable(replicas)) return double.PositiveInfinity;
        if (MeanSeconds <= 0) return 0;
        var service = new ServiceTime(MeanSeconds, WorkVariability);
        var (probability, meanWait) = (ProbabilityOfWait(replicas), WaitOfThoseThatWait(replicas));
        var (low, high) = (0.0, MeanSeconds);
        while (Later(high) > 1 - share) (low, high) = (high, 2 * high);
        while (high - low > 1e-5 * high)
        {
            var middle = (low + high) / 2;
            if (Later(middle) > 1 - share) low = middle;
            else high = middle;
        }
        return high;

        double Later(double seconds) => service.Exceeds(seconds) + (probability * service.ExceedsAfter(meanWait, seconds));
    }

    /// <summary>
    /// The fewest replicas with which a share of the requests has its response in time; <paramref name="most"/> where it takes more. Null where the service alone takes
    /// too long, whatever the number of replicas.
    /// </summary>
    public int? ReplicasForLatency(double share, double seconds, int most)
    {
        var service = new ServiceTime(MeanSeconds, WorkVariability);
        var late = service.Exceeds(seconds);
        if (late >= 1 - share) return null;
        if (StableReplicas >= most) return most;
        if (IsIdle) return 1;
        var walk = new ErlangC(Load);
        while (walk.Servers < most && late + (walk.Probability * service.ExceedsAfter(WaitOfThoseThatWait(walk.Servers), seconds)) > 1 - share) walk.Add();
        return walk.Servers;
    }

    // None where it is not a number.
    private double Load => Offered > 0 ? Offered : 0;

    private bool IsIdle => Load <= 0 || MeanSeconds <= 0;

    private bool IsStable(int replicas) => replicas >= StableReplicas;

    private ErlangC Walk(int replicas)
    {
        var walk = new ErlangC(Load);
        while (walk.Servers < replicas) walk.Add();
        return walk;
    }

    private double WaitOfThoseThatWait(int replicas) => MeanSeconds * (ArrivalVariability + WorkVariability) / 2 / (replicas - Load);

    private double Waits(in ErlangC walk, double seconds)
    {
        var mean = WaitOfThoseThatWait(walk.Servers);
        return mean > 0 ? walk.Probability * Math.Exp(-seconds / mean) : 0;
    }
}
