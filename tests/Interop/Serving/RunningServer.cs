using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting;
using OrleansInference.Interop.Models;
using OrleansInference.Torch;

namespace OrleansInference.Interop.Serving;

/// <summary>The server with all its parts in this process, on sockets of 127.0.0.1, over an <see cref="InteropRepository"/> of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly InteropRepository _repository = new();
    private readonly WebApplication _app;

    private RunningServer(string[] options)
    {
        var settings = new Settings(
            [
                "--models", _repository.Path, "--http-port", $"{Http.Port}", "--grpc-port", $"{Grpc.Port}",
                "--silo-port", $"{FreePort.Next()}", "--gateway-port", $"{FreePort.Next()}", .. options,
            ],
            [], _repository.Path, ServerOptions.Sections);
        var builder = InferenceServer.CreateBuilder(settings);
        builder.Logging.ClearProviders().AddProvider(Log);
        // The embedded engine makes one cluster of a process's silos that name the same one.
        builder.Services.Configure<ClusterOptions>(cluster => cluster.ClusterId = $"interop-{Http.Port}");
        builder.Services.AddSingleton<IAutoscaler>(new FakeAutoscaler { IsEnabled = true });
        var holds = new Holds();
        builder.Services.AddManagedModel("echo", spec => new EchoModel(spec));
        builder.Services.AddManagedModel("batching", spec => new BatchModel(spec));
        builder.Services.AddManagedModel("failing", spec => new FailingModel(spec));
        builder.Services.AddManagedModel("hold", spec => new HoldModel(spec, holds));
        _app = InferenceServer.Build(builder);
    }

    /// <summary>The HTTP door: address and port; the scheme is https where the options say so.</summary>
    public Uri Http { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>The gRPC door, likewise.</summary>
    public Uri Grpc { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public IServiceProvider Services => _app.Services;

    /// <summary>What the server logs as an error.</summary>
    public RecordingLogger Log { get; } = new();

    /// <summary>Starts one with further options of the command line, and waits until its models are loaded.</summary>
    public static async Task<RunningServer> Start(params string[] options)
    {
        var server = new RunningServer(options);
        await server._app.StartAsync();
        var readiness = server.Services.GetRequiredService<ServerReadiness>();
        await Eventually.Holds(async () => await readiness.IsReadyAsync(CancellationToken.None));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _repository.Dispose();
    }
}
