using System.Net.Sockets;

namespace OrleansInference.Drills.Clusters;

/// <summary>A Redis of the drill's own, which keeps nothing on disk.</summary>
internal sealed class RedisServer(int port, string host, string folder) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private LoggedProcess? _process;
    private int _starts;

    /// <summary>Of the form host:port.</summary>
    public string Address => $"{host}:{port}";

    /// <summary>Starts it, empty.</summary>
    public async Task StartAsync()
    {
        string[] command = ["redis-server", "--bind", host, "--port", $"{port}", "--save", "", "--appendonly", "no", "--protected-mode", "no", "--dir", folder];
        _process = new LoggedProcess(Path.Combine(folder, $"redis-{++_starts}.log"), command, []);
        using var bound = new CancellationTokenSource(Bound);
        while (!await AnswersAsync())
        {
            if (_process.HasExited) throw new InvalidOperationException($"redis-server ended: {_process.Output()}");
            await Task.Delay(100, bound.Token);
        }
    }

    public async Task KillAsync()
    {
        _process!.Send(Signal.Kill);
        await _process.EndsAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops or continues the process.</summary>
    public void Send(int signal) => _process!.Send(signal);

    /// <summary>Sends one command of words without spaces, by Redis' inline form.</summary>
    public async Task<string> AskAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, port);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(stream);
        await writer.WriteLineAsync(command);
        return await reader.ReadLineAsync() ?? "";
    }

    public void Dispose() => _process?.Dispose();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await AskAsync("PING") == "+PONG";
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
