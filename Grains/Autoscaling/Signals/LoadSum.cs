namespace OrleansInference.Autoscaling.Signals;

/// <summary>What came in some time. Not whole numbers, because a part of that time has a part of it.</summary>
/// <param name="Arrivals">Requests.</param>
/// <param name="Unmeasured">Those whose work is not known.</param>
/// <param name="WorkSeconds">The work of the others, in seconds of one replica.</param>
/// <param name="WorkSquares">The sum of its squares, in s².</param>
/// <param name="Refused">As in <see cref="DemandCounters.Refused"/>.</param>
/// <param name="Late">As in <see cref="DemandCounters.Late"/>.</param>
internal readonly record struct LoadSum(double Arrivals, double Unmeasured, double WorkSeconds, double WorkSquares, double Refused, double Late)
{
    public double Measured => Arrivals - Unmeasured;

    public static LoadSum Of(DemandCounters counters) =>
        new(counters.Arrivals, counters.Unmeasured, counters.WorkSeconds, counters.WorkSquares, counters.Refused, counters.Late);

    public static LoadSum operator +(in LoadSum x, in LoadSum y) => new(
        x.Arrivals + y.Arrivals, x.Unmeasured + y.Unmeasured, x.WorkSeconds + y.WorkSeconds, x.WorkSquares + y.WorkSquares, x.Refused + y.Refused, x.Late + y.Late);

    public static LoadSum operator -(in LoadSum x, in LoadSum y) => x + (y * -1);

    public static LoadSum operator *(in LoadSum sum, double share) => new(
        sum.Arrivals * share, sum.Unmeasured * share, sum.WorkSeconds * share, sum.WorkSquares * share, sum.Refused * share, sum.Late * share);
}
