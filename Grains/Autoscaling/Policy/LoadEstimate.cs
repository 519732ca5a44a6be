using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>What a window says of the load, and how sure that is.</summary>
/// <param name="Offered">Work per second, in replicas.</param>
/// <param name="Deviation">
/// The standard deviation of that: of a renewal process with rewards the work in a time t has the variance (ca² + cs²)·E[S]²·λ·t, for large t (Cox, Renewal Theory,
/// 1962). Chance alone makes so much of a load that stays the same.
/// </param>
internal readonly record struct LoadEstimate(double Offered, double Deviation)
{
    /// <summary>A load is never known better than to this share: what else changes in so little is not worth a replica that comes and goes.</summary>
    private const double Tolerance = 0.03;

    public double Low => Math.Max(0, Offered - Deviation);

    public double High => Offered + Deviation;

    /// <summary>Null for no data.</summary>
    public static LoadEstimate? Of(LoadWindow window)
    {
        if (window.Offered is not { } offered) return null;
        var chance = Math.Sqrt(window.Arrivals * (window.ArrivalVariability + window.WorkVariability)) * (window.MeanWork ?? 0) / window.Length.TotalSeconds;
        return new LoadEstimate(offered, Math.Max(chance, Tolerance * offered));
    }
}
