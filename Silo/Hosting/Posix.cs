using System.Runtime.InteropServices;

namespace OrleansInference.Hosting;

/// <summary>What .NET has no call for: signals to other processes, the end of this one, and folders on disk.</summary>
internal static partial class Posix
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>Ends the process. Environment.Exit would destroy libtorch's tables under a forward pass that still runs, which then fails with a misleading message.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitNow(int code);

    /// <summary>kill(2); 0 where the signal was sent.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Signal(int process, int signal);

    /// <summary>The parent's id; another process's once it has died.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int ParentId();

    /// <summary>setpgid(0, 0): a process group of its own, so that Ctrl-C at the terminal is not for it.</summary>
    public static void LeaveProcessGroup() => _ = SetProcessGroup(0, 0);

    /// <summary>
    /// The calling thread's process gets the signal when the thread that started it ends. Of the kernel's two notions of thread both count: the call has to come from a thread that lives as
    /// long as this process, and the process has to be started by one that lives as long as the other (PR_SET_PDEATHSIG(2const)).
    /// </summary>
    public static void EndWithParent(int signal)
    {
        const int SetParentDeathSignal = 1;
        if (OperatingSystem.IsLinux()) _ = Control(SetParentDeathSignal, (nuint)signal, 0, 0, 0);
    }

    /// <summary>Has the folder's entries, as renames have left them, on disk when it returns.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return; // which writes them with the file
        var folder = OpenFile(path, 0);
        if (folder < 0) throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        var isFlushed = Flush(folder) == 0;
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = CloseFile(folder);
        if (!isFlushed) throw new IOException($"{path}: {error}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int file);

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetProcessGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
