namespace OrleansInference.FrontDoors;

/// <summary>A clock that moves on by <see cref="Step"/> whenever it is read.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks;

    public TimeSpan Step { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref _ticks, Step.Ticks);
}
