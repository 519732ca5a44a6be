using OrleansInference.Autoscaling.Policy;
using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling;

/// <summary>What a further replica saves, in seconds of waiting per second: one unit for all versions, by which the budget compares them.</summary>
internal static class MarginalBenefit
{
    public static Func<int, double> Of(LoadWindow window)
    {
        var (offered, arrivals) = (window.Offered ?? 0, window.ArrivalRate ?? 0);
        var queue = new QueueModel(offered, window.MeanWork ?? 0, window.ArrivalVariability, window.WorkVariability);
        return replicas =>
        {
            // Without this one, what comes is more than can be done, and waits without end.
            if (replicas - 1 <= offered) return double.PositiveInfinity;
            return arrivals * Math.Max(0, queue.MeanWait(replicas - 1) - queue.MeanWait(replicas));
        };
    }
}
