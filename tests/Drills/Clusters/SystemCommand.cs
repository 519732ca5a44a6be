using System.Diagnostics;

namespace OrleansInference.Drills.Clusters;

/// <summary>Commands that change the machine: mounts and networks.</summary>
internal static class SystemCommand
{
    /// <exception cref="NotSupportedException">It failed; the message has what it said.</exception>
    public static void Run(string command)
    {
        var words = command.Split(' ');
        using var process = Start(words);
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new NotSupportedException($"'{command}' fails here: {said.Trim()}");
    }

    private static Process Start(string[] words)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new NotSupportedException($"{words[0]}: {exception.Message}", exception);
        }
    }
}
