using System.Diagnostics;

namespace OrleansInference.Bench;

/// <summary>A further silo in a process of its own, which ends with this one.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    /// <summary>What it says once it has joined.</summary>
    public const string Ready = "ready";

    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<SiloProcess> StartAsync(int port, int primary, int connections)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var argument in new[] { "serve", "--port", $"{port}", "--primary", $"{primary}", "--connections", $"{connections}" }) start.ArgumentList.Add(argument);
        var process = new SiloProcess(Process.Start(start)!);
        while (await process._process.StandardOutput.ReadLineAsync() is { } line)
            if (line == Ready) return process;
        throw new InvalidOperationException($"The silo on port {port} has ended before it was ready.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
