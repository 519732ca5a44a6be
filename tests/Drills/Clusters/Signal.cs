using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrleansInference.Drills.Clusters;

/// <summary>Signals to processes of ours (signal(7), as Linux numbers them).</summary>
internal static partial class Signal
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(Process process, int signal)
    {
        if (SendTo(process.Id, signal) != 0) throw new InvalidOperationException($"Process {process.Id} can't be sent signal {signal}: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendTo(int process, int signal);
}
