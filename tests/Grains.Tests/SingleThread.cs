namespace OrleansInference;

/// <summary>Runs a test body as a grain's turns run: one at a time.</summary>
internal static class SingleThread
{
    public static Task Run(Func<Task> body) => Task.Factory.StartNew(
        body, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    /// <summary>Moves the clock by milliseconds, and lets turns that are ready run after each.</summary>
    public static async Task Pass(ManualTime time, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMilliseconds(1))
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            for (var turn = 0; turn < 12; turn++) await Task.Yield();
        }
    }

    /// <summary>Lets turns that are ready run, until the condition holds; fails after many.</summary>
    public static async Task Until(Func<bool> condition)
    {
        for (var turn = 0; !condition(); turn++)
        {
            Assert.True(turn < 10_000, "The condition did not come true within 10,000 turns.");
            await Task.Yield();
        }
    }
}
