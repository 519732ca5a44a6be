using OrleansInference.Telemetry;

namespace OrleansInference.Cli.Bench;

/// <summary>What a run, or one connection of it, measured after the warm-up.</summary>
internal sealed class LoadResult
{
    /// <summary>From when a request was due to the last byte of its answer; successful answers only.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>How late the generator itself sent: from when a request was due and a connection free, to its sending.</summary>
    public Histogram Lag { get; } = new();

    /// <summary>Requests without a successful answer, by what happened.</summary>
    public Dictionary<string, long> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Like <see cref="Latency"/>, of the requests that <see cref="Errors"/> counts: how soon their callers knew.</summary>
    public Dictionary<string, Histogram> ErrorLatency { get; } = new(StringComparer.Ordinal);

    /// <summary>The sum of <see cref="Errors"/>, which may be read while they are counted.</summary>
    public long Failed { get; private set; }

    /// <summary>See <see cref="IArrivals.Unsent"/>.</summary>
    public long Unsent { get; set; }

    /// <summary>When the last answer was there.</summary>
    public long LastEnd { get; private set; }

    /// <summary>From the end of the warm-up to the end of the run; 0 where it ended before.</summary>
    public double Seconds { get; set; }

    public double RequestsPerSecond => Seconds > 0 ? Latency.Count / Seconds : 0;

    public long ErrorCount => Failed + Unsent;

    public void Record(long due, long free, long sent, long end, string? error)
    {
        LastEnd = end;
        Lag.Record(sent - Math.Max(due, free));
        if (error is null)
            Latency.Record(end - due);
        else
        {
            AddErrors(error, 1);
            LatencyOf(error).Record(end - due);
        }
    }

    public void Add(LoadResult other)
    {
        Latency.Add(other.Latency);
        Lag.Add(other.Lag);
        foreach (var (error, count) in other.Errors)
            AddErrors(error, count);
        foreach (var (error, latency) in other.ErrorLatency)
            LatencyOf(error).Add(latency);
        LastEnd = Math.Max(LastEnd, other.LastEnd);
    }

    private void AddErrors(string error, long count)
    {
        Errors[error] = Errors.GetValueOrDefault(error) + count;
        Failed += count;
    }

    private Histogram LatencyOf(string error) =>
        ErrorLatency.TryGetValue(error, out var latency) ? latency : ErrorLatency[error] = new Histogram();
}
