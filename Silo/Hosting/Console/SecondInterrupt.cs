using System.Runtime.InteropServices;

namespace OrleansInference.Hosting;

/// <summary>The host takes the first Ctrl-C or SIGTERM and drains; this takes the second one and ends the process at once.</summary>
internal sealed class SecondInterrupt : IDisposable
{
    /// <summary>128 + SIGINT, as shells count.</summary>
    private const int ExitCode = 130;

    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public SecondInterrupt() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Count), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Count)];

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Count(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 2) Posix.ExitNow(ExitCode);
    }
}
