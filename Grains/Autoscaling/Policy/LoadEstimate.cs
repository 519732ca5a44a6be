using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>What is known of the load, and how sure that is.</summary>
/// <param name="Offered">Work per second, in replicas.</param>
/// <param name="Chance">
/// What chance alone makes of a load that stays the same: of a renewal process with rewards the work in a time t has the variance (ca² + cs²)·E[S]²·λ·t, for
/// large t (Cox, Renewal Theory, 1962). A standard deviation.
/// </param>
/// <param name="Deviation">The same, and at least what is not worth a replica that comes and goes.</param>
internal readonly record struct LoadEstimate(double Offered, double Chance, double Deviation)
{
    private const double Tolerance = 0.03;

    /// <summary>A window in which the rate has changed has short gaps and long ones, which looks like great variability and would hide the very change.</summary>
    private const double MostVariability = 4;

    /// <summary>As HPA's. A replica that was taken away too early costs more than one that stays.</summary>
    private const double ShrinkTolerance = 0.1;

    /// <summary>It asks for more where even this one does.</summary>
    public double Low => Math.Max(0, Offered - Deviation);

    /// <summary>It can do with less where even this one can.</summary>
    public double High => Offered + Math.Max(2 * Chance, ShrinkTolerance * Offered);

    /// <summary>Null for no data.</summary>
    public static LoadEstimate? Of(LoadWindow window) => window.Offered is not { } offered ? null
        : From(offered, Math.Sqrt(window.Arrivals * (Math.Min(window.ArrivalVariability, MostVariability) + window.WorkVariability)) * (window.MeanWork ?? 0) / window.Length.TotalSeconds);

    public static LoadEstimate From(double offered, double chance) => new(offered, chance, Math.Max(chance, Tolerance * offered));
}
