using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrleansInference.Cli.Bench;

/// <summary>
/// The monotonic clock. Sleeps by <c>nanosleep</c>, whose wake-ups are late by microseconds; .NET's own sleeps count in
/// milliseconds, and spinning would take the processor from what is measured. On other systems than Linux it sleeps by milliseconds.
/// </summary>
internal sealed partial class SystemLoadClock : ILoadClock
{
    private const int SetTimerSlack = 29; // PR_SET_TIMERSLACK
    private const long NanosecondsPerSecond = 1_000_000_000;

    [ThreadStatic]
    private static bool t_isPrecise;

    public long Now => (long)(Stopwatch.GetTimestamp() * ((double)NanosecondsPerSecond / Stopwatch.Frequency));

    public void SleepUntil(long time)
    {
        for (long left; (left = time - Now) > 0;)
        {
            if (OperatingSystem.IsLinux())
                NanoSleep(left);
            else
                Thread.Sleep(TimeSpan.FromMilliseconds(Math.Max(1, left / 1_000_000)));
        }
    }

    private static void NanoSleep(long nanoseconds)
    {
        // Linux may group wake-ups within 50 µs unless the thread says otherwise.
        if (!t_isPrecise)
            t_isPrecise = prctl(SetTimerSlack, 1, 0, 0, 0) == 0;
        var duration = new TimeSpec(nanoseconds / NanosecondsPerSecond, nanoseconds % NanosecondsPerSecond);
        _ = nanosleep(in duration, 0); // A signal may end it early: the caller looks at the clock again.
    }

    [LibraryImport("libc")]
    private static partial int nanosleep(in TimeSpec duration, nint remaining);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds)
    {
        public TimeSpec(long seconds, long nanoseconds)
            : this((nint)seconds, (nint)nanoseconds)
        {
        }
    }
}
