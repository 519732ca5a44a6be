namespace OrleansInference.Cli.Bench;

/// <summary>
/// Open loop: requests are due at a stated rate, whatever the server does, as with callers who don't know of each other. One
/// that is taken late, because every connection was busy, keeps its due time; so its wait counts (no coordinated omission).
/// </summary>
internal sealed class OpenArrivals : IArrivals
{
    private readonly Lock _lock = new();
    private readonly LoadWindow _window;
    private readonly IEnumerator<long> _due;
    private long _recorded;
    private bool _isOver;

    /// <param name="start">The time of the schedule's zero.</param>
    /// <param name="gaps">Nanoseconds from one request to the next, without end.</param>
    /// <param name="window">When the run takes place.</param>
    public OpenArrivals(long start, IEnumerable<double> gaps, LoadWindow window) =>
        (_window, _due) = (window, DueTimes(start, gaps).GetEnumerator());

    public long Unsent { get; private set; }

    public long? Take(long now)
    {
        lock (_lock)
        {
            if (now >= _window.GiveUp)
                Unsent += CountRest();
            return NextDue();
        }
    }

    /// <summary>Equal gaps.</summary>
    public static IEnumerable<double> ConstantGaps(double requestsPerSecond)
    {
        while (true)
            yield return 1e9 / requestsPerSecond;
    }

    /// <summary>Exponential gaps, which make a Poisson process: arrivals of many independent callers.</summary>
    public static IEnumerable<double> PoissonGaps(double requestsPerSecond, int seed)
    {
        var random = new Random(seed);
        while (true)
            yield return -Math.Log(1 - random.NextDouble()) * 1e9 / requestsPerSecond;
    }

    // Sums the gaps as doubles: 53 bits hold 104 days of nanoseconds, so an error does not add up.
    private static IEnumerable<long> DueTimes(long start, IEnumerable<double> gaps)
    {
        double offset = 0;
        foreach (var gap in gaps)
        {
            yield return start + (long)offset;
            offset += gap;
        }
    }

    private long? NextDue()
    {
        if (_isOver || !_due.MoveNext())
            return null;
        var due = _due.Current;
        _isOver = due >= _window.End || (due >= _window.RecordFrom && ++_recorded > _window.MostRequests);
        return _isOver ? null : due;
    }

    private long CountRest()
    {
        long count = 0;
        while (NextDue() is { } due)
            count += due >= _window.RecordFrom ? 1 : 0;
        return count;
    }
}
