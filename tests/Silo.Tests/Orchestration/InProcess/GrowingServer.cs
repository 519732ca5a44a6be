using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.FrontDoors;
using OrleansInference.Hosting;
using OrleansInference.Routing;
using OrleansInference.Torch;

namespace OrleansInference.Orchestration.InProcess;

/// <summary>The server with its doors, which starts further silos in this process; it serves the sample models, and <see cref="MeetingModel"/>.</summary>
internal sealed class GrowingServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("growing-");
    private readonly WebApplication _app;

    private GrowingServer()
    {
        Copy(Path.Combine(AppContext.BaseDirectory, "models", "repository"));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "meeting", "1"));
        File.WriteAllText(Path.Combine(_folder.FullName, "meeting", "config.pbtxt"), """
            backend: "managed"
            input { name: "x" data_type: TYPE_UINT8 dims: 1 }
            output { name: "y" data_type: TYPE_UINT8 dims: 1 }
            """);
        var settings = new Settings(
            [
                "--models", _folder.FullName, "--http-port", "0", "--grpc-port", "0", "--silo-port", $"{FreePort.Next()}", "--gateway-port", $"{FreePort.Next()}",
                "--cluster-name", "host", "--orchestrator", "in-process",
            ],
            [], _folder.FullName, ServerOptions.Sections);
        var builder = InferenceServer.CreateBuilder(settings);
        builder.Logging.ClearProviders();
        // The embedded engine makes one cluster of a process's silos that name the same one.
        builder.Services.Configure<ClusterOptions>(cluster => cluster.ClusterId = _folder.Name);
        builder.Services.AddManagedModel("meeting", spec => new MeetingModel(spec, Meetings));
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(_ => new BeforeStop(async () => AtStop = await Orchestrator.ScaleAsync(new HostRequest(1, []), default)));
        _app = InferenceServer.Build(builder);
    }

    public HttpClient Http { get; private set; } = null!;

    public Meetings Meetings { get; } = new();

    /// <summary>What its orchestrator said when its own silo was about to stop; null before.</summary>
    public HostStatus? AtStop { get; private set; }

    /// <summary>What stops the server has begun.</summary>
    public bool IsStopping => Service<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    /// <summary>Silos that the cluster counts as active, by name and address.</summary>
    public HostSilo[] Silos =>
    [
        .. Service<IClusterMembershipService>().CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active)
            .Select(member => new HostSilo(member.Name, member.SiloAddress)),
    ];

    public SiloAddress Silo => Service<ILocalSiloDetails>().SiloAddress;

    public static async Task<GrowingServer> Start()
    {
        var server = new GrowingServer();
        await server._app.StartAsync();
        server.Http = new HttpClient { BaseAddress = new Uri(server.Service<DoorAddresses>().All.First().Address) };
        await server.Serves(replicas: 1);
        return server;
    }

    public Task<HostStatus> Scale(int silos, params string[] leaving) => Service<IGrainFactory>().GetGrain<IHostGrain>(Silo.ToParsableString())
        .Scale(new HostRequest(silos, [.. Silos.Where(silo => leaving.Contains(silo.Name)).OrderBy(silo => Array.IndexOf(leaving, silo.Name))]));

    /// <summary>Until so many replicas of every model are ready.</summary>
    public Task Serves(int replicas) => Eventually.Holds(async () =>
        (await Service<IDispatcher>().ListAsync(default)) is { Length: 3 } models && models.All(model => model.ReadyReplicas == replicas));

    /// <summary>Requests at the same time that are answered once so many replicas run.</summary>
    public async Task Meet(byte replicas, int requests)
    {
        var calls = Enumerable.Range(0, requests).Select(_ => Http.PostAsJsonAsync(
            "v2/models/meeting/infer", new { inputs = new[] { new { name = "x", datatype = "UINT8", shape = new[] { 1 }, data = new[] { (int)replicas } } } }));
        foreach (var answer in await Task.WhenAll(calls)) Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private IHostOrchestrator Orchestrator => Service<IHostOrchestrator>();

    private T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    private sealed class BeforeStop(Func<Task> look) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) =>
            lifecycle.Subscribe(nameof(BeforeStop), ServiceLifecycleStage.Last, _ => Task.CompletedTask, _ => look());
    }

    private void Copy(string samples)
    {
        foreach (var file in Directory.EnumerateFiles(samples, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, Path.GetRelativePath(samples, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
