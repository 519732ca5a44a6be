namespace OrleansInference.Routing.Failures;

/// <summary>
/// How long an attempt may take before its pool is given up, because a call to a silo that was killed hangs for ten seconds and more. Learned from how late the
/// model's answers are (<see cref="LatencyRatio"/>): the 99th percentile times a factor, and never below a floor.
/// <para>
/// Only answers teach it, as only they teach TCP its retransmission timer (Karn's algorithm; RFC 6298, section 3). An attempt that was given up says nothing of how long it would have
/// taken; learned at its limit, it would drive the limit up while a pool hangs, and left out it leaves a limit that is too short for ever. So each further attempt of a
/// request has twice the limit of the one before (RFC 6298, 5.5), and one that nobody may follow has none: what is honestly slow is answered there, and teaches.
/// </para>
/// One for each model version of a dispatcher. For any thread.
/// </summary>
internal sealed class AttemptLimit(FailureOptions options, TimeProvider time)
{
    // Doubling more often would only be a way to write never.
    private const int MostDoublings = 10;

    private readonly RatioQuantiles _ratios = new(time);
    private readonly double _floorSeconds = options.MinAttemptLimit.TotalSeconds;

    /// <summary>An answer came, however it was and also after its attempt was given up.</summary>
    /// <param name="estimateSeconds">What was expected when it was sent: wait and work.</param>
    /// <param name="actualSeconds">From sending to answer.</param>
    public void Learn(double estimateSeconds, double actualSeconds) => _ratios.Record(LatencyRatio.Of(estimateSeconds, actualSeconds));

    /// <summary>When to give the pool up, counted from sending. <see cref="TimeSpan.MaxValue"/> before enough answers were seen.</summary>
    /// <param name="estimateSeconds">What is expected: wait and work.</param>
    /// <param name="earlierTimeouts">Attempts of this request that were given up before.</param>
    public TimeSpan For(double estimateSeconds, int earlierTimeouts = 0)
    {
        var ratio = _ratios.P99;
        if (ratio == 0) return TimeSpan.MaxValue;
        // Never below the estimate, even where estimates are too high.
        var seconds = options.AttemptLimitFactor * LatencyRatio.Seconds(estimateSeconds, Math.Max(1, ratio));
        var doubled = Math.Max(_floorSeconds, seconds) * (1 << Math.Clamp(earlierTimeouts, 0, MostDoublings));
        return doubled < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(doubled) : TimeSpan.MaxValue;
    }

    /// <summary>
    /// When a second copy may be sent: by then 95 of 100 have their answer (Dean and Barroso, The Tail at Scale, CACM 56/2, 2013). Null before enough answers were seen.
    /// </summary>
    public TimeSpan? HedgeAfter(double estimateSeconds)
    {
        var ratio = _ratios.P95;
        if (ratio == 0) return null;
        var seconds = LatencyRatio.Seconds(estimateSeconds, ratio);
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
