namespace OrleansInference.Bench;

/// <summary>
/// Knative's autoscaler with its defaults, after knative/serving v1.23 (98e5ef9) pkg/autoscaler/scaling/autoscaler.go and config/core/configmaps/autoscaler.yaml:
/// every 2 s; average concurrency over 60 s, and over 6 s for panic. A revision with a container concurrency of 1, as replicas take one request at a time; of that,
/// 70 % is the target. What waits counts, as requests in the activator do.
/// </summary>
/// <param name="target">Concurrency of a replica. Default: 0.7.</param>
/// <param name="scaleDownDelay">Default: none.</param>
internal sealed class KnativeScaler(double? target = null, TimeSpan scaleDownDelay = default) : IScaler
{
    private const double DefaultTarget = 0.7; // container-concurrency-target-percentage
    private const int StableSeconds = 60;
    private const int PanicSeconds = 6; // panic-window-percentage
    private const double PanicThreshold = 2; // panic-threshold-percentage
    private const double MaxScaleUpRate = 1000;
    private const double MaxScaleDownRate = 2;

    private readonly double _target = target ?? DefaultTarget;
    private readonly RecentMost? _delay = scaleDownDelay > TimeSpan.Zero ? new(scaleDownDelay.TotalSeconds) : null;
    private double? _panicSince;
    private int _mostInPanic;
    private bool _begun;

    public string Name => target is null ? "knative" : $"knative:{target}";

    public TimeSpan Period => TimeSpan.FromSeconds(2);

    public bool IsPanicking => _panicSince is not null;

    public int Decide(in Observation seen)
    {
        Begin(seen);
        if (seen.Load.Concurrency(StableSeconds) is not { } stable || seen.Load.Concurrency(PanicSeconds) is not { } panic)
            return seen.Ready + seen.Loading;
        var ready = Math.Max(1, seen.Ready);
        var wantedInPanic = Math.Ceiling(panic / _target);
        NotePanic(wantedInPanic / ready >= PanicThreshold, seen.Seconds);
        var wanted = Within(Math.Ceiling(stable / _target), ready);
        if (IsPanicking)
            wanted = _mostInPanic = Math.Max(_mostInPanic, Math.Max(wanted, Within(wantedInPanic, ready)));
        return _delay?.Of(seen.Seconds, wanted) ?? wanted;
    }

    /// <summary>An autoscaler that begins with more than one replica panics, so as not to take any away before it has seen enough.</summary>
    private void Begin(in Observation seen)
    {
        if (!_begun && seen.Ready > 1)
            (_panicSince, _mostInPanic) = (0, seen.Ready);
        _begun = true;
    }

    private void NotePanic(bool isOver, double now)
    {
        if (isOver)
            _panicSince = now;
        else if (_panicSince + StableSeconds < now)
            (_panicSince, _mostInPanic) = (null, 0);
    }

    private static int Within(double wanted, int ready) =>
        (int)Math.Min(Math.Max(wanted, Math.Floor(ready / MaxScaleDownRate)), Math.Ceiling(MaxScaleUpRate * ready));
}
