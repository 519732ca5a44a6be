using System.Collections.Concurrent;
using OrleansInference.Cli.Bench;

namespace OrleansInference.Drills.Load;

/// <summary>Requests at a stated rate, whatever becomes of them (open loop, Poisson), from a thread of its own until it is stopped.</summary>
internal sealed class OpenLoad
{
    private const double NanosecondsPerSecond = 1e9;

    private readonly SystemLoadClock _clock = new();
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private readonly Caller _caller;
    private readonly long _start;
    private readonly Thread _thread;
    private volatile bool _isStopped;

    public OpenLoad(IReadOnlyList<Door> doors, double requestsPerSecond, TimeSpan deadline)
    {
        _start = _clock.Now;
        _caller = new Caller(doors, new ProbeRequest(), deadline, Log, () => Now);
        _thread = new Thread(() => Run(requestsPerSecond)) { IsBackground = true, Name = "arrivals" };
        _thread.Start();
    }

    public RequestLog Log { get; } = new();

    /// <summary>Seconds from the start.</summary>
    public double Now => (_clock.Now - _start) / NanosecondsPerSecond;

    /// <summary>Sends no more, and waits until each request has ended: none takes longer than its deadline and a few seconds.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await Task.Run(_thread.Join);
        await Task.WhenAll(_open.Keys);
    }

    private void Run(double requestsPerSecond)
    {
        double due = _clock.Now;
        foreach (var gap in OpenArrivals.PoissonGaps(requestsPerSecond, seed: 1))
        {
            due += gap;
            _clock.SleepUntil((long)due);
            if (_isStopped) return;
            var dueSeconds = (due - _start) / NanosecondsPerSecond;
            var sending = Task.Run(() => _caller.SendAsync(dueSeconds));
            _open.TryAdd(sending, true);
            _ = sending.ContinueWith(sent => _open.TryRemove(sent, out _), TaskScheduler.Default);
        }
    }
}
