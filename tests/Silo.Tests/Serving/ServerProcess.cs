using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OrleansInference.Serving;

/// <summary>The server itself, as a process of its own, reached through its socket.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string models, string[] options)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "exec", Path.Combine(AppContext.BaseDirectory, "OrleansInference.Silo.dll"),
                "--models", models, "--http-port", "0", "--grpc-port", "0", "--silo-port", $"{SiloPort}", "--gateway-port", $"{GatewayPort}",
            },
        };
        foreach (var option in options) start.ArgumentList.Add(option);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
    }

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    public int SiloPort { get; } = FreePort.Next();

    public int GatewayPort { get; } = FreePort.Next();

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get { lock (_lines) return string.Join(Environment.NewLine, _lines); }
    }

    /// <summary>Starts it on free ports of the loopback address, and waits until it says that it is ready.</summary>
    public static async Task<ServerProcess> Start(string models, params string[] options)
    {
        var server = Launch(models, options);
        try
        {
            await server.Ready();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, and does not wait.</summary>
    public static ServerProcess Launch(string models, params string[] options)
    {
        var server = new ServerProcess(models, options);
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        server._process.Exited += (_, _) => server._ready.TrySetException(new InvalidOperationException($"The server ended:{Environment.NewLine}{server.Output}"));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Ends when it says that it is ready.</summary>
    public async Task Ready()
    {
        await _ready.Task.WaitAsync(Bound);
        Http = new HttpClient { BaseAddress = new Uri(DoorLine().Match(Output).Groups[1].Value) };
    }

    /// <summary>Sends SIGTERM, a second one as soon as it has told of the first where it is to end <paramref name="atOnce"/>, and returns the exit code.</summary>
    public async Task<int> Stop(bool atOnce = false)
    {
        Assert.Equal(0, Signal(_process.Id, 15));
        if (atOnce)
        {
            await _stopping.Task.WaitAsync(Bound);
            Assert.Equal(0, Signal(_process.Id, 15));
        }
        using var bound = new CancellationTokenSource(Bound);
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
        if (line.StartsWith("ready ", StringComparison.Ordinal)) _ready.TrySetResult();
        if (line.StartsWith("stopping ", StringComparison.Ordinal)) _stopping.TrySetResult();
    }

    [GeneratedRegex("""^door +HTTP (http://\S+)""", RegexOptions.Multiline)]
    private static partial Regex DoorLine();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
