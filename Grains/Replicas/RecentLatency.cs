namespace OrleansInference.Replicas;

/// <summary>
/// Percentiles of the last <see cref="Capacity"/> latencies, none older than <see cref="Window"/>: what lies further back says little of now, and a pool
/// that has had no request for so long is to be tried without prejudice.
/// </summary>
internal sealed class RecentLatency
{
    public const int Capacity = 128;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly (DateTimeOffset At, TimeSpan Latency)[] _ring = new (DateTimeOffset, TimeSpan)[Capacity];
    private long _added;

    public void Add(DateTimeOffset at, TimeSpan latency) => _ring[_added++ % Capacity] = (at, latency);

    /// <summary>The value that <paramref name="share"/> (0 to 1) of them do not exceed; zero where there are none.</summary>
    public TimeSpan Percentile(double share, DateTimeOffset now)
    {
        Span<TimeSpan> recent = stackalloc TimeSpan[Capacity];
        var count = 0;
        foreach (var (at, latency) in _ring.AsSpan(0, (int)Math.Min(_added, Capacity)))
            if (now - at < Window) recent[count++] = latency;
        if (count == 0) return TimeSpan.Zero;
        recent = recent[..count];
        recent.Sort();
        return recent[Math.Max(0, (int)Math.Ceiling(share * count) - 1)];
    }
}
