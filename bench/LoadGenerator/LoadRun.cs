namespace OrleansInference.Bench;

/// <summary>Runs a plan against a target: a thread and a connection each.</summary>
internal static class LoadRun
{
    private const int WorkerStackBytes = 256 * 1024;
    private const long StartDelay = 50_000_000; // Lets every thread start before the first request is due.

    public static LoadResult Run(LoadPlan plan, LoadTarget target, ILoadClock clock)
    {
        var start = clock.Now + StartDelay;
        var recordFrom = start + Nanoseconds(plan.WarmUp);
        var end = recordFrom + Nanoseconds(plan.Duration);
        var window = new LoadWindow(recordFrom, end, end + Nanoseconds(plan.Timeout), plan.MostRequests);
        IArrivals arrivals = plan.RequestsPerSecond is { } rate
            ? new OpenArrivals(start, plan.PoissonSeed is { } seed ? OpenArrivals.PoissonGaps(rate, seed) : OpenArrivals.ConstantGaps(rate), window)
            : new ClosedArrivals(window);

        var connections = Enumerable.Range(0, plan.Connections).Select(_ => new HttpConnection(target.Server, target.Request, plan.Timeout)).ToList();
        var workers = connections.ConvertAll(connection => new LoadWorker(connection.Exchange, clock, recordFrom));
        var threads = workers.ConvertAll(worker => new Thread(() => worker.Run(arrivals), WorkerStackBytes) { IsBackground = true });
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        connections.ForEach(connection => connection.Dispose());

        var result = new LoadResult { Unsent = arrivals.Unsent };
        workers.ForEach(worker => result.Add(worker.Result));
        var isShort = result.Latency.Count + result.ErrorCount >= plan.MostRequests;
        result.Seconds = ((isShort ? result.LastEnd : Math.Max(end, result.LastEnd)) - recordFrom) / 1e9;
        return result;
    }

    private static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
