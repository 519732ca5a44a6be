using OrleansInference.Telemetry;

namespace OrleansInference.Cli.Bench;

/// <summary>Runs a plan: a thread and a connection each.</summary>
internal sealed class LoadRun
{
    private const int WorkerStackBytes = 256 * 1024;
    private const long StartDelay = 50_000_000; // Lets every thread of an open loop start before the first request is due.
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);

    private readonly LoadPlan _plan;
    private readonly ILoadClock _clock;
    private readonly long _start;
    private readonly LoadWindow _window;
    private readonly IArrivals _arrivals;
    private readonly List<ILoadConnection> _connections;
    private readonly List<LoadWorker> _workers;

    private LoadRun(LoadPlan plan, Func<ILoadConnection> connect, ILoadClock clock)
    {
        (_plan, _clock) = (plan, clock);
        _start = plan.RequestsPerSecond is null ? clock.Now : clock.Now + StartDelay;
        var recordFrom = _start + Nanoseconds(plan.WarmUp);
        var end = recordFrom + Nanoseconds(plan.Duration);
        _window = new LoadWindow(recordFrom, end, end + Nanoseconds(plan.Timeout), plan.MostRequests);
        _arrivals = plan.RequestsPerSecond is { } rate
            ? new OpenArrivals(_start, plan.PoissonSeed is { } seed ? OpenArrivals.PoissonGaps(rate, seed) : OpenArrivals.ConstantGaps(rate), _window)
            : new ClosedArrivals(_window);
        _connections = [.. Enumerable.Range(0, plan.Connections).Select(_ => connect())];
        _workers = _connections.ConvertAll(connection => new LoadWorker(connection.Exchange, clock, recordFrom));
    }

    /// <param name="plan">How to load.</param>
    /// <param name="connect">Makes a connection, which the run disposes of.</param>
    /// <param name="clock">Time.</param>
    /// <param name="watch">Told four times a second how far the run is.</param>
    /// <param name="cancellationToken">Ends the run early: the result has what was recorded until then.</param>
    public static LoadResult Run(
        LoadPlan plan, Func<ILoadConnection> connect, ILoadClock clock, Action<LoadProgress>? watch = null, CancellationToken cancellationToken = default) =>
        new LoadRun(plan, connect, clock).Run(watch, cancellationToken);

    private LoadResult Run(Action<LoadProgress>? watch, CancellationToken cancellationToken)
    {
        using var running = new CountdownEvent(_workers.Count);
        foreach (var worker in _workers)
            new Thread(() => Work(worker, running, cancellationToken), WorkerStackBytes) { IsBackground = true }.Start();
        // Threads that wait for an answer learn of the end by their connection's.
        using (cancellationToken.Register(Disconnect))
        {
            while (!running.Wait(watch is null ? Timeout.InfiniteTimeSpan : WatchEvery, CancellationToken.None))
                watch!(Progress());
        }

        Disconnect();
        return Result(cancellationToken.IsCancellationRequested);
    }

    private void Work(LoadWorker worker, CountdownEvent running, CancellationToken cancellationToken)
    {
        worker.Run(_arrivals, cancellationToken);
        running.Signal();
    }

    private void Disconnect() => _connections.ForEach(connection => connection.Dispose());

    private LoadProgress Progress()
    {
        var latency = new Histogram();
        _workers.ForEach(worker => latency.Add(worker.Result.Latency));
        var now = _clock.Now;
        return new LoadProgress(
            TimeSpan.FromTicks(Math.Max(0, now - _start) / TimeSpan.NanosecondsPerTick), now < _window.RecordFrom,
            _workers.Sum(worker => worker.Result.Failed), latency);
    }

    private LoadResult Result(bool isCancelled)
    {
        var result = new LoadResult { Unsent = _arrivals.Unsent };
        _workers.ForEach(worker => result.Add(worker.Result));
        var isShort = result.Latency.Count + result.ErrorCount >= _plan.MostRequests;
        var end = isCancelled ? _clock.Now : isShort ? result.LastEnd : Math.Max(_window.End, result.LastEnd);
        result.Seconds = Math.Max(0, end - _window.RecordFrom) / 1e9;
        return result;
    }

    private static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
