namespace OrleansInference.Simulation;

/// <summary>Simulated time as a <see cref="TimeProvider"/>.</summary>
internal sealed class SimulatedClock(EventQueue events) : TimeProvider
{
    /// <summary>When every simulation begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int _timers;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(events.Now);

    public override long GetTimestamp() => events.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        events.CheckThread("timer");
        var timer = new SimulatedTimer(events, ++_timers, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
