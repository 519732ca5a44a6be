namespace OrleansInference.Cli.Bench;

/// <summary>
/// Closed loop: each connection sends its next request as soon as it has the answer to the last. Tells the most throughput; not
/// the latency that callers see, since a slow server slows the load down.
/// </summary>
internal sealed class ClosedArrivals(LoadWindow window) : IArrivals
{
    private long _recorded;

    public long Unsent => 0;

    public long? Take(long now)
    {
        if (now >= window.End || (now >= window.RecordFrom && Interlocked.Increment(ref _recorded) > window.MostRequests))
            return null;
        return now;
    }
}
