using OrleansInference.Autoscaling.Signals;
using OrleansInference.Telemetry;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>One version, decided again and again every two seconds, with loads that a test states.</summary>
internal sealed class PolicyRun(ScalingSpec spec, int running = 1)
{
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; } = Start;

    public ScalingState State { get; private set; } = ScalingState.Of(running, Start);

    public ScalingDecision Last { get; private set; } = null!;

    /// <summary>Replicas that are ready; null for as many as were wanted last.</summary>
    public int? Ready { get; set; }

    public int Decide(ScalingSignals signals)
    {
        Now += Tick;
        (State, Last) = ScalingPolicy.Decide(State, signals with { Ready = signals.Ready == 0 ? Ready ?? State.Wanted : signals.Ready }, spec, Now);
        return Last.Wanted;
    }

    /// <summary>The same load for a while; the number that is wanted in the end.</summary>
    public int Hold(double offered, TimeSpan duration)
    {
        for (var end = Now + duration; Now < end;) Decide(Load(offered));
        return Last.Wanted;
    }

    /// <summary>A smooth load (no chance in it), by requests of 0.1 s.</summary>
    public ScalingSignals Load(double offered, double? burst = null) => new()
    {
        Stable = Window(offered, spec.StableWindow), Burst = Window(burst ?? offered, spec.BurstWindow),
        LoadTime = TimeSpan.FromSeconds(30), LastArrival = offered > 0 ? Now + Tick : null,
    };

    public static LoadWindow Window(double offered, TimeSpan length, double meanSeconds = 0.1)
    {
        var arrivals = (long)Math.Round(offered * length.TotalSeconds / meanSeconds);
        return new LoadWindow
        {
            Length = length, Arrivals = arrivals, WorkSeconds = offered * length.TotalSeconds, WorkSquares = arrivals * meanSeconds * meanSeconds, ArrivalVariability = 0,
        };
    }

    /// <summary>All equal.</summary>
    public static HistogramSnapshot Times(TimeSpan time, int count)
    {
        var histogram = new Histogram();
        for (var i = 0; i < count; i++) histogram.Record(time.Ticks * TimeSpan.NanosecondsPerTick);
        return histogram.Snapshot();
    }
}
