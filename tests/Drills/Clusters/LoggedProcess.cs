using System.Diagnostics;

namespace OrleansInference.Drills.Clusters;

/// <summary>A process whose output goes straight into a file, so that it never waits for us.</summary>
internal sealed class LoggedProcess : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private readonly Process _process;

    /// <param name="log">Is written anew.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Beside ours.</param>
    public LoggedProcess(string log, IEnumerable<string> command, IEnumerable<(string Name, string Value)> environment)
    {
        Log = log;
        // The shell becomes the program, so that its id is the program's.
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log } };
        foreach (var word in command) start.ArgumentList.Add(word);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    public string Log { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public void Send(int signal) => Signal.Send(_process, signal);

    public async Task EndsAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        await _process.WaitForExitAsync(bound.Token);
    }

    /// <summary>What it has written so far.</summary>
    public string Output()
    {
        using var reader = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
