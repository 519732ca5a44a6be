using System.ComponentModel;
using System.Diagnostics;

namespace OrleansInference.Cli.Server;

/// <summary>The server's own program, for what is done without a running server.</summary>
internal sealed record ServerProgram(string Path)
{
    private const string Name = "OrleansInference.Silo";

    /// <summary>The one that is named, else the one beside this program.</summary>
    /// <param name="named">From the environment; null for none.</param>
    /// <exception cref="CommandException">There is none.</exception>
    public static ServerProgram Find(string? named)
    {
        var path = named ?? System.IO.Path.Combine(AppContext.BaseDirectory, Name + ".dll");
        return File.Exists(path)
            ? new ServerProgram(path)
            : throw new CommandException($"The server's program, which judges a repository, is not at '{path}'. ./oi builds it; elsewhere, OI_SERVER_PROGRAM names it.");
    }

    /// <summary>Runs it to its end and passes on what it writes.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(IEnumerable<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var isManaged = Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isManaged ? Host : Path, isManaged ? [Path, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        try
        {
            await Task.WhenAll(
                CopyAsync(process.StandardOutput, output, cancellationToken), CopyAsync(process.StandardError, error, cancellationToken),
                process.WaitForExitAsync(cancellationToken));
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    // The host that runs this, where it does; any other would be found on PATH.
    private static string Host => System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CommandException($"Can't run '{start.FileName}': {exception.Message}.", exception);
        }
    }

    private static async Task CopyAsync(StreamReader source, TextWriter target, CancellationToken cancellationToken)
    {
        while (await source.ReadLineAsync(cancellationToken) is { } line)
            await target.WriteLineAsync(line.AsMemory(), cancellationToken);
    }
}
