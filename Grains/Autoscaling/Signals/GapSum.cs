namespace OrleansInference.Autoscaling.Signals;

/// <summary>The times between the arrivals of one stream.</summary>
/// <param name="Count">How many.</param>
/// <param name="Seconds">Their sum.</param>
/// <param name="Squares">The sum of their squares, in s².</param>
internal readonly record struct GapSum(long Count, double Seconds, double Squares)
{
    /// <summary>With fewer gaps a stream is taken for a Poisson process: an estimate from 20 misses by a third as often as not.</summary>
    private const int Few = 20;

    /// <summary>Squared coefficient of variation; 1 where there are too few to tell.</summary>
    public double Variability => Count < Few || Seconds <= 0 ? 1 : Math.Max(0, (Squares * Count / (Seconds * Seconds)) - 1);

    public static GapSum Of(DemandCounters counters) => new(Math.Max(0, counters.Arrivals - 1), counters.GapSeconds, counters.GapSquares);

    /// <summary>
    /// Of several streams together, by the asymptotic method of Whitt ("The queueing network analyzer", Bell System Technical Journal 62, 1983, section 4.3): the
    /// mean of their variabilities, weighted by their rates, which is how their counts vary in the long run if they are independent. At short range they look
    /// the more like a Poisson process the more they are (Palm and Khintchine), so what is below 1 comes near to it by the effective number of streams, 1/Σp². A
    /// bursty stream that a balancer deals out at random looks calmer than it is: thinned to a share p, it has 1 + p·(c² − 1).
    /// </summary>
    public static double VariabilityOf(IReadOnlyCollection<GapSum> streams)
    {
        var count = (double)streams.Sum(stream => stream.Count);
        if (count == 0) return 1;
        var mean = streams.Sum(stream => stream.Count / count * stream.Variability);
        return mean >= 1 ? mean : 1 - ((1 - mean) * streams.Sum(stream => stream.Count / count * (stream.Count / count)));
    }

    public static GapSum operator +(in GapSum x, in GapSum y) => new(x.Count + y.Count, x.Seconds + y.Seconds, x.Squares + y.Squares);

    public static GapSum operator -(in GapSum x, in GapSum y) => new(x.Count - y.Count, x.Seconds - y.Seconds, x.Squares - y.Squares);
}
