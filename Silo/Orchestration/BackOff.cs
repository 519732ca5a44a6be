namespace OrleansInference.Orchestration;

/// <summary>
/// When to try again: twice as long after each failure in a row, up to a bound.
/// </summary>
/// <param name="random">Makes a quarter of it chance, so that those that failed together don't come back together; null where nobody else is there.</param>
/// <param name="first">After the first failure.</param>
/// <param name="most">However many there were; what the other side asks for may be longer.</param>
internal sealed class BackOff(TimeProvider time, Random? random, TimeSpan first, TimeSpan most)
{
    private int _failures;
    private long _since;
    private TimeSpan _pause;

    /// <summary>How long still; zero where it is time.</summary>
    public TimeSpan Left => _failures == 0 || _pause <= time.GetElapsedTime(_since) ? TimeSpan.Zero : _pause - time.GetElapsedTime(_since);

    public void Succeeded() => _failures = 0;

    /// <summary>Returns how long to wait.</summary>
    /// <param name="atLeast">What the other side asked for, such as <c>Retry-After</c>.</param>
    public TimeSpan Failed(TimeSpan? atLeast = null)
    {
        // Up to 2^20 times the first: beyond any bound, and it can't overflow.
        var doubled = first * Math.Pow(2, Math.Min(_failures++, 20));
        var pause = (doubled < most ? doubled : most) * (random is null ? 1 : 0.75 + 0.25 * random.NextDouble());
        _pause = atLeast > pause ? atLeast.Value : pause;
        _since = time.GetTimestamp();
        return _pause;
    }
}
