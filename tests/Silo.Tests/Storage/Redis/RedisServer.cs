using System.Diagnostics;
using StackExchange.Redis;

namespace OrleansInference.Storage;

/// <summary>A Redis of the test's own, that keeps nothing on disk.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private Process? _process;

    public static string? Program { get; } = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    /// <summary>A client goes on when the server is back.</summary>
    public ConfigurationOptions Settings => new() { EndPoints = { { "127.0.0.1", _port } }, AbortOnConnectFail = false, ConnectTimeout = 1000, AsyncTimeout = 1000 };

    public async Task Start()
    {
        _process = Process.Start(new ProcessStartInfo(Program!, ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        await Eventually.Holds(async () => await _process.StandardOutput.ReadLineAsync() is { } line && line.Contains("Ready to accept connections", StringComparison.Ordinal));
    }

    public async Task Stop()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task<string?> Get(string key, string field)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(Settings);
        return await client.GetDatabase().HashGetAsync(key, field);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await Stop();
    }
}
