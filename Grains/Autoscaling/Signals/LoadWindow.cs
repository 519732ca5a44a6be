using OrleansInference.Telemetry;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>What was asked of a version in the last seconds, over all dispatchers.</summary>
internal sealed record LoadWindow
{
    /// <summary>Time that it covers: the window's length, about, or less where less is known; zero for no data.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Requests.</summary>
    public long Arrivals { get; init; }

    /// <summary>Their work, in seconds of one replica. Of those that came before it was measured what requests cost, as that of the others.</summary>
    public double WorkSeconds { get; init; }

    /// <summary>The sum of its squares, in s².</summary>
    public double WorkSquares { get; init; }

    /// <summary>Requests came, and it was not yet known what any of them costs: their work is no data then, not 0.</summary>
    public bool IsWorkUnknown { get; init; }

    /// <summary>Squared coefficient of variation of the time between arrivals, <see cref="GapSum.VariabilityOf"/>; 1 (Poisson) where too few came to tell.</summary>
    public double ArrivalVariability { get; init; } = 1;

    public long Refused { get; init; }

    public long Late { get; init; }

    public HistogramSnapshot Waits { get; init; } = HistogramSnapshot.Empty;

    public HistogramSnapshot Latencies { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Work per second, in replicas; null for no data.</summary>
    public double? Offered => Length > TimeSpan.Zero && !IsWorkUnknown ? WorkSeconds / Length.TotalSeconds : null;

    /// <summary>Requests per second; null for no data.</summary>
    public double? ArrivalRate => Length > TimeSpan.Zero ? Arrivals / Length.TotalSeconds : null;

    /// <summary>Work of a request, in seconds of one replica; null where none came, or nothing is known of it.</summary>
    public double? MeanWork => Arrivals > 0 && !IsWorkUnknown ? WorkSeconds / Arrivals : null;

    /// <summary>Squared coefficient of variation of the work of a request; 1 where too few came to tell.</summary>
    public double WorkVariability =>
        Arrivals >= 2 && WorkSeconds > 0 ? Math.Max(0, (WorkSquares * Arrivals / (WorkSeconds * WorkSeconds)) - 1) : 1;
}
