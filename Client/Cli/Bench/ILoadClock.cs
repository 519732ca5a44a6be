namespace OrleansInference.Cli.Bench;

/// <summary>Time as the load generator sees it, in nanoseconds from an arbitrary start.</summary>
internal interface ILoadClock
{
    long Now { get; }

    /// <summary>Blocks the thread until <paramref name="time"/>; not at all where that has passed.</summary>
    void SleepUntil(long time);
}
