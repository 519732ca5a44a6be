using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OrleansInference.Hosting;
using OrleansInference.Interop.Clients;
using OrleansInference.Interop.Models;
using OrleansInference.Torch;

namespace OrleansInference.Interop.Serving;

/// <summary>The server with all its parts in this process, on sockets of 127.0.0.1, and what each client script found out about it.</summary>
public sealed class InteropServer : IAsyncLifetime
{
    private readonly InteropRepository _repository = new();
    private readonly ClientStubs _stubs = new();
    private readonly ConcurrentDictionary<string, Task<ClientReport>> _reports = new();
    private WebApplication? _app;

    /// <summary>The HTTP door.</summary>
    public Uri Http { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>The gRPC door.</summary>
    public Uri Grpc { get; } = new($"http://127.0.0.1:{FreePort()}");

    public async Task InitializeAsync()
    {
        var settings = new Settings(
            [
                "--models", _repository.Path, "--http-port", $"{Http.Port}", "--grpc-port", $"{Grpc.Port}",
                "--silo-port", $"{FreePort()}", "--gateway-port", $"{FreePort()}",
            ],
            [], _repository.Path, ServerOptions.Sections);
        var builder = InferenceServer.CreateBuilder(settings);
        builder.Logging.ClearProviders();
        var holds = new Holds();
        builder.Services.AddManagedModel("echo", spec => new EchoModel(spec));
        builder.Services.AddManagedModel("batching", spec => new BatchModel(spec));
        builder.Services.AddManagedModel("failing", spec => new FailingModel(spec));
        builder.Services.AddManagedModel("hold", spec => new HoldModel(spec, holds));
        _app = InferenceServer.Build(builder);
        await _app.StartAsync();
        using var http = new HttpClient { BaseAddress = Http };
        await Eventually.Holds(async () => (await http.GetAsync("v2/health/ready")).IsSuccessStatusCode);
    }

    /// <summary>What a script says of this server; it runs once, whoever asks.</summary>
    internal Task<ClientReport> Run(ClientScript script) => _reports.GetOrAdd(script.Path, _ => script.Run(Surroundings));

    /// <summary>The environment of a script.</summary>
    internal IReadOnlyDictionary<string, string> Surroundings => new Dictionary<string, string>
    {
        ["OI_HTTP"] = Http.ToString().TrimEnd('/'),
        ["OI_GRPC"] = Grpc.Authority,
        ["OI_MODELS"] = Path.Combine(AppContext.BaseDirectory, "models"),
        ["OI_PROTOS"] = Path.Combine(AppContext.BaseDirectory, "Protos"),
        ["PYTHONPATH"] = _stubs.Folder,
    };

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _repository.Dispose();
        _stubs.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
