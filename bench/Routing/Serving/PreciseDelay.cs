using System.Runtime.InteropServices;

namespace OrleansInference.Bench;

/// <summary>
/// Waits that end on time, one at a time: .NET's own timers count in milliseconds. A thread of its own sleeps by <see cref="ILoadClock"/>, which
/// takes no processor time meanwhile, for as much less as it has lately been late to wake, and spins for what is left.
/// </summary>
internal sealed partial class PreciseDelay : IDisposable
{
    private const int OwnThread = 0; // PRIO_PROCESS, which on Linux is a thread
    private const int Niceness = -15;
    private const int StackBytes = 128 * 1024;
    private const long MostSpun = 150_000; // ns; where waking takes longer the machine is too busy to spin
    private const int Remembered = 16; // wake-ups

    private readonly SemaphoreSlim _begin = new(0);
    private readonly ILoadClock _clock;
    private readonly Lateness _lateness;
    private TaskCompletionSource? _waiter;
    private long _due;
    private double _wakeTime;

    public PreciseDelay(ILoadClock clock, Lateness lateness)
    {
        (_clock, _lateness) = (clock, lateness);
        new Thread(Run, StackBytes) { IsBackground = true }.Start();
    }

    /// <summary>Ends so long after the call. Not to be called again before.</summary>
    public Task WaitAsync(TimeSpan time)
    {
        // Counted from here, so that waking the thread delays nothing.
        _due = _clock.Now + (time.Ticks * TimeSpan.NanosecondsPerTick);
        var waiter = _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _begin.Release();
        return waiter.Task;
    }

    /// <summary>Expects that nothing waits.</summary>
    public void Dispose()
    {
        _waiter = null;
        _begin.Release();
    }

    private void Run()
    {
        // Where that is allowed: what else is ready to run must not make a service time longer.
        if (OperatingSystem.IsLinux())
            _ = setpriority(OwnThread, 0, Niceness);
        while (true)
        {
            _begin.Wait();
            if (_waiter is not { } waiter)
                break;
            var wakeAt = _due - Math.Min((long)_wakeTime, MostSpun);
            _clock.SleepUntil(wakeAt);
            _wakeTime += (_clock.Now - wakeAt - _wakeTime) / Remembered;
            while (_clock.Now < _due)
                Thread.SpinWait(8);
            _lateness.Record(_clock.Now - _due);
            waiter.SetResult();
        }

        _begin.Dispose();
    }

    [LibraryImport("libc")]
    private static partial int setpriority(int which, uint who, int priority);
}
