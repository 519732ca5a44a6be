using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansInference.Serving;

/// <summary>A Redis of the test's own, as a process on a free port of 127.0.0.1, that keeps nothing on disk.</summary>
internal sealed partial class RedisServer : IAsyncDisposable
{
    private readonly string[] _options;
    private Process? _process;

    private RedisServer(string[] options) => _options = options;

    /// <summary>Why there is none on this machine, for a skipped test; null where there is.</summary>
    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server")))
            ? null
            : "there is no redis-server here: apt-get install redis-server";

    public int Port { get; } = FreePort.Next();

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts one with further options of its command line, and waits until it accepts connections.</summary>
    public static async Task<RedisServer> Start(params string[] options)
    {
        var server = new RedisServer(options);
        await server.StartAgain();
        return server;
    }

    /// <summary>After <see cref="Kill"/>: on the same port, and empty.</summary>
    public async Task StartAgain()
    {
        _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _options])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Eventually.Holds(Accepts);
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public ValueTask DisposeAsync()
    {
        if (_process is not null) Kill();
        return ValueTask.CompletedTask;
    }

    private bool Accepts()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
