namespace OrleansInference.Embedded;

/// <summary>A timer whose ticks are work of its activation. The period counts from the end of a tick to the next, as in Orleans.</summary>
internal sealed partial class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _disposed = new();
    private readonly TimerTick _tick;
    private readonly ITimer _timer;
    private TimeSpan _next;
    private TimeSpan _period;
    private bool _firing;
    private bool _changed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _tick = new TimerTick(this, options.Interleave, options.KeepAlive);
        _timer = activation.Silo.Clock.CreateTimer(
            static state => ((GrainTimer)state!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        activation.Add(this);
        Change(options.DueTime, options.Period);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        (_changed, _next, _period) = (true, dueTime, period);
        // While a tick runs, it takes effect when that ends.
        if (!_firing) SetTimer(dueTime);
    }

    /// <summary>One tick, in a turn.</summary>
    public async Task TickAsync()
    {
        if (_disposed.IsCancellationRequested) return;
        _changed = false;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception error)
        {
            LogTickFailed(_activation.Silo.Logger, error, _activation);
        }

        _firing = false;
        SetTimer(_changed ? _next : _period);
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _timer.Dispose();
        _activation.Remove(this);
        _disposed.Cancel();
    }

    private static void Check(TimeSpan span, string name)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, span, "Expected zero, more, or Timeout.InfiniteTimeSpan.");
    }

    private void OnDue()
    {
        _firing = true;
        if (!_activation.TryReceive(_tick)) Dispose();
    }

    private void SetTimer(TimeSpan due)
    {
        if (!_disposed.IsCancellationRequested) _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}
