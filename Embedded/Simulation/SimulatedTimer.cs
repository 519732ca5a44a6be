namespace OrleansInference.Simulation;

/// <summary>A timer in simulated time.</summary>
internal sealed class SimulatedTimer(EventQueue events, int number, TimerCallback callback, object? state) : ITimer
{
    private SimulatedEvent? _next;
    private TimeSpan _period;
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed) return false;
        if (_next is not null) _next.IsCancelled = true;
        _period = period;
        _next = dueTime == Timeout.InfiniteTimeSpan ? null : events.Post(dueTime, "timer", number, Fire);
        return true;
    }

    public void Dispose()
    {
        _isDisposed = true;
        if (_next is not null) _next.IsCancelled = true;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire()
    {
        _next = _period <= TimeSpan.Zero ? null : events.Post(_period, "timer", number, Fire);
        callback(state);
    }
}
