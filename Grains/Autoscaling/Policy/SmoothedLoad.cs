using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// The load as far back as it has been the same: what a minute says is mostly chance, and several minutes say more. Where the minute differs from it by far more than chance
/// would, the load has changed, and the memory begins anew.
/// </summary>
/// <param name="Offered">Work per second, in replicas.</param>
/// <param name="Seconds">The time that it is the mean of, about.</param>
/// <param name="At">When that was.</param>
internal readonly record struct SmoothedLoad(double Offered, double Seconds, DateTimeOffset At)
{
    private const double LongestSeconds = 450;

    /// <summary>Standard deviations of the minute's estimate. Real load strays by more than chance; what is less is what the headroom is for.</summary>
    private const double Rise = 4, Fall = 5;

    /// <param name="known">Null at the beginning.</param>
    /// <param name="window">The stable one; with data.</param>
    /// <param name="estimate">Of that window.</param>
    public static SmoothedLoad Of(SmoothedLoad? known, LoadWindow window, in LoadEstimate estimate, DateTimeOffset now)
    {
        if (known is not { } last || estimate.Offered - last.Offered > Rise * estimate.Deviation || last.Offered - estimate.Offered > Fall * estimate.Deviation)
            return new SmoothedLoad(estimate.Offered, window.Length.TotalSeconds, now);
        var passed = (now - last.At).TotalSeconds;
        var seconds = Math.Min(LongestSeconds, last.Seconds + passed);
        return new SmoothedLoad(last.Offered + ((estimate.Offered - last.Offered) * Math.Min(1, passed / seconds)), seconds, now);
    }

    /// <summary>Of so much longer a time chance has so much less.</summary>
    public LoadEstimate Estimate(LoadWindow window, in LoadEstimate minute) =>
        LoadEstimate.From(Offered, minute.Chance * Math.Sqrt(window.Length.TotalSeconds / Seconds));
}
