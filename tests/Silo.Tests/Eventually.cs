namespace OrleansInference;

/// <summary>Waits for what other threads bring about, with a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);

    /// <param name="condition">Looked at every 10 ms.</param>
    /// <param name="within">Null for a minute.</param>
    public static async Task Holds(Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var limit = within ?? Usual;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var bound = new CancellationTokenSource(limit);
        while (!await condition())
        {
            Assert.False(bound.IsCancellationRequested, $"The condition did not come true within {limit.TotalSeconds} s.");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public static Task Holds(Func<bool> condition, TimeSpan? within = null) => Holds(() => Task.FromResult(condition()), within);
}
