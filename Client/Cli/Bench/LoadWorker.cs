namespace OrleansInference.Cli.Bench;

/// <summary>One connection's part of a run, on a thread of its own.</summary>
/// <param name="exchange">Sends a request and reads its answer; returns null, or what went wrong.</param>
/// <param name="clock">Time.</param>
/// <param name="recordFrom">The end of the warm-up.</param>
internal sealed class LoadWorker(Func<string?> exchange, ILoadClock clock, long recordFrom)
{
    // The longest sleep, so that a run at a low rate ends soon once it is cancelled.
    private const long LongestSleep = 50_000_000;

    public LoadResult Result { get; } = new();

    public void Run(IArrivals arrivals, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var free = clock.Now;
            if (arrivals.Take(free) is not { } due)
                return;
            while (due - clock.Now > LongestSleep && !cancellationToken.IsCancellationRequested)
                clock.SleepUntil(clock.Now + LongestSleep);
            if (cancellationToken.IsCancellationRequested)
                return;
            clock.SleepUntil(due);
            var sent = clock.Now;
            var error = exchange();
            if (due >= recordFrom && !cancellationToken.IsCancellationRequested)
                Result.Record(due, free, sent, clock.Now, error);
        }
    }
}
