using System.Diagnostics;

namespace OrleansInference.Interop.Clients;

/// <summary>How a client's process ended.</summary>
/// <param name="Code">Its exit code; −1 where it took too long and was killed, with all that it had started.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed to the error stream.</param>
internal sealed record ClientProcess(int Code, string Output, string Errors)
{
    public static ClientProcess Run(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment, TimeSpan bound)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExit(bound);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        return new ClientProcess(
            ended ? process.ExitCode : -1, output.Result, ended ? errors.Result : $"killed after {bound.TotalSeconds} s\n{errors.Result}");
    }
}
