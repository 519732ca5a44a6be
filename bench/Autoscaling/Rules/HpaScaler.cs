namespace OrleansInference.Bench;

/// <summary>
/// The horizontal pod autoscaler of Kubernetes on CPU, target 60 %, all else by default, after kubernetes/kubernetes pkg/controller/podautoscaler/{replica_calculator,horizontal}.go
/// and the default behaviour of pkg/apis/autoscaling/v2/defaults.go: every 15 s, tolerance 0.1, pods that are not ready count as idle when it grows; it grows by 4 pods or
/// 100 %, whichever is more, in 15 s, and shrinks to the most of the last 300 s. A replica's CPU is busy while it runs a request; usage is that of the
/// last 15 s, as metrics-server is deployed (--metric-resolution=15s), and without its delay. A pod that has just become ready counts at once, other than there.
/// </summary>
/// <param name="target">Of CPU, as a share. Default: 0.6.</param>
internal sealed class HpaScaler(double? target = null) : IScaler
{
    private const double DefaultTarget = 0.6;
    private const double Tolerance = 0.1;
    private const int PeriodSeconds = 15;
    private const int MaxAdded = 4;
    private const int MaxFactor = 2;
    private const int StabilisationSeconds = 300;

    private readonly RecentMost _stabilised = new(StabilisationSeconds);
    private bool _begun;

    public string Name => target is null ? "hpa" : $"hpa:{target}";

    public TimeSpan Period => TimeSpan.FromSeconds(PeriodSeconds);

    public int Decide(in Observation seen)
    {
        var current = seen.Ready + seen.Loading;
        if (!_begun)
            _stabilised.Of(0, current); // as recordInitialRecommendation does
        _begun = true;
        if (seen.Load.Utilisation(PeriodSeconds) is not { } utilisation)
            return current;
        var recommended = Math.Max(1, Recommend(utilisation / (target ?? DefaultTarget), seen.Ready, current));
        var stabilised = _stabilised.Of(seen.Seconds, recommended);
        var wanted = recommended < current ? stabilised : recommended;

        // One decision in a period: all that it adds in this one is what it adds now.
        return Math.Min(wanted, Math.Max(current + MaxAdded, current * MaxFactor));
    }

    /// <param name="ratio">Of usage to target over the pods that are ready.</param>
    private static int Recommend(double ratio, int ready, int current)
    {
        if (ratio > 1 && ready < current)
        {
            var withUnready = ratio * ready / current;
            return Math.Abs(1 - withUnready) <= Tolerance || withUnready < 1 ? current : Math.Max(current, (int)Math.Ceiling(withUnready * current));
        }

        return Math.Abs(1 - ratio) <= Tolerance ? current : (int)Math.Ceiling(ratio * ready);
    }
}
