using Microsoft.Extensions.Logging;

namespace OrleansInference.Replicas;

/// <summary>
/// Sends a pool's reports to its router: on change, but at most one each <see cref="Period"/>, and at least one each
/// <see cref="Heartbeat"/>, so that a router that begins with an empty table has it whole within a second.
/// </summary>
internal sealed partial class LoadReporter(Func<long, PoolReport> report, Func<PoolReport, Task> send, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>A pool that has no news tells a router that has moved after 500 ms and a tick of 100 ms at most. With a second it would be more than a second.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(500);

    // A router on a silo that just died leaves calls hanging for seconds; the next report must not wait for them. So, too, 500 ms and a tick.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset _sentAt = DateTimeOffset.MinValue;
    private long _sequence;
    private bool _changed = true;

    public void MarkChanged() => _changed = true;

    /// <summary>To be called every <see cref="Period"/>.</summary>
    public Task Tick() => _changed || time.GetUtcNow() - _sentAt >= Heartbeat ? SendNow() : Task.CompletedTask;

    /// <summary>Ends when the router has the report, or after half a second without an answer.</summary>
    public async Task SendNow()
    {
        _changed = false;
        _sentAt = time.GetUtcNow();
        _sequence = Math.Max(_sequence + 1, _sentAt.UtcTicks);
        var newest = report(_sequence);
        try
        {
            await send(newest).WaitAsync(SendTimeout, time);
        }
        catch (Exception exception)
        {
            // Harmless: the next report carries the whole state again. At the next tick, not at the next heartbeat: a new router may wait for it.
            _changed = true;
            LogReportLost(newest.Pool, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A load report of {Pool} did not reach its router: {Reason}")]
    private partial void LogReportLost(PoolKey pool, string reason);
}
