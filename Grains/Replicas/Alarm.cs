namespace OrleansInference.Replicas;

/// <summary>One timer for all that a pool has to do at some time: calls back on the scheduler on which it was first set.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action _ring;
    private readonly ITimer _timer;
    private TaskCompletionSource _rang = new();
    private DateTimeOffset _at = DateTimeOffset.MaxValue;
    private bool _isStarted;
    private bool _isDisposed;

    public Alarm(TimeProvider time, Action ring)
    {
        (_time, _ring) = (time, ring);
        _timer = time.CreateTimer(static alarm => ((Alarm)alarm!)._rang.TrySetResult(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rings at that time, or earlier.</summary>
    public void SetNoLaterThan(DateTimeOffset at)
    {
        if (at >= _at || _isDisposed) return;
        _at = at;
        if (!_isStarted) _ = Loop();
        _isStarted = true;
        var due = at - _time.GetUtcNow();
        if (due < TimeSpan.Zero) due = TimeSpan.Zero;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
        _rang.TrySetResult();
    }

    private async Task Loop()
    {
        while (true)
        {
            await _rang.Task;
            if (_isDisposed) return;
            (_rang, _at) = (new(), DateTimeOffset.MaxValue);
            _ring();
        }
    }
}
