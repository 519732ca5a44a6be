namespace OrleansInference.Bench;

/// <summary>
/// Ray Serve's autoscaling with its defaults, after ray-project/ray python/ray/serve/autoscaling_policy.py (00590c4) and AutoscalingConfig in python/ray/serve/config.py: two
/// ongoing requests for each replica, those that wait in handles among them, on average over 30 s and reported every 10 s; it grows once it has wanted to for
/// 30 s without a break, and shrinks after 600 s. Its loop runs ten times a second; here every second, with as many fewer decisions in a row.
/// </summary>
/// <param name="targetOngoing">target_ongoing_requests. Default: 2, which keeps replicas that take one request at a time busy and as many requests waiting.</param>
internal sealed class RayServeScaler(double? targetOngoing = null) : IScaler
{
    private const double DefaultTarget = 2;
    private const int LookBackSeconds = 30;
    private const int MetricsSeconds = 10;
    private const int UpscaleDelay = 30;
    private const int DownscaleDelay = 600;

    private double _ongoing;
    private bool _known;
    private int _inARow; // above 0: wanted to grow; below: to shrink

    public string Name => targetOngoing is null ? "ray" : $"ray:{targetOngoing}";

    public TimeSpan Period => TimeSpan.FromSeconds(1);

    public int Decide(in Observation seen)
    {
        var target = seen.Ready + seen.Loading;
        if (seen.Seconds % MetricsSeconds == 0 && seen.Load.Concurrency(LookBackSeconds) is { } ongoing)
            (_ongoing, _known) = (ongoing, true);

        // Before the first report it would take all but one away; it waits 600 s for that, so it never does.
        var wanted = _known ? Math.Max(1, (int)Math.Ceiling(_ongoing / (targetOngoing ?? DefaultTarget))) : target;
        _inARow = Math.Sign(wanted - target) switch
        {
            > 0 => Math.Max(_inARow, 0) + 1,
            < 0 => Math.Min(_inARow, 0) - 1,
            _ => 0,
        };
        if (_inARow is <= UpscaleDelay and >= -DownscaleDelay)
            return target;
        _inARow = 0;
        return wanted;
    }
}
