using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting;
using OrleansInference.Models;
using OrleansInference.Models.Managed;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Bench;

/// <summary>The server: silos in this process that hold replicas of <see cref="RoutedModel"/>, and the HTTP door of the first.</summary>
internal static class RoutedCluster
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Serves until the process is told to end.</summary>
    /// <param name="port">Of the door, on 127.0.0.1.</param>
    /// <param name="silos">At least one.</param>
    /// <param name="replicas">On each silo.</param>
    /// <param name="slowness">Of the replica that is created last.</param>
    /// <param name="policy">How requests are routed; null for the default. Any other sends each request at once, as balancers elsewhere do.</param>
    public static async Task RunAsync(int port, short silos, int replicas, double slowness, string? policy)
    {
        var (clock, lateness, created) = (new SystemLoadClock(), new Lateness(), 0);
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddLogging(logging => logging.ClearProviders());
            silo.Services.AddSingleton<IModelSource>(new RoutedModel(PreciseTimedModel.Name, policy, replicas));
            silo.Services.AddSingleton(new ManagedModelRegistration(PreciseTimedModel.Name, spec => new PreciseTimedModel(
                spec, Interlocked.Increment(ref created) == silos * replicas ? slowness : 1, new PreciseDelay(clock, lateness))));
            silo.Services.AddSingleton<IModelRuntime, ManagedRuntime>();
            silo.Services.AddRoutingPolicy(policy, lateBinding: policy is null or PolicyNames.LeastWork);
            silo.AddInference();
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var first = cluster.GetSiloServiceProvider(cluster.Silos[0].SiloAddress);
        var dispatcher = first.GetRequiredService<IDispatcher>();
        while (await dispatcher.DescribeAsync(RoutedModel.Name, null, default) is not { } status || status.ReadyReplicas < silos * replicas)
            await Task.Delay(Between);

        var door = WebApplication.CreateSlimBuilder();
        door.Configuration.Sources.Clear();
        door.Configuration.AddInMemoryCollection([new($"{HttpDoorOptions.Section}:{nameof(HttpDoorOptions.Port)}", $"{port}")]);
        door.Logging.ClearProviders();
        door.Services.AddSingleton(dispatcher);
        door.Services.AddSingleton(first.GetRequiredService<IModelControl>());
        door.Services.AddSingleton(first.GetRequiredService<ITrafficControl>());
        door.Services.AddSingleton(first.GetRequiredService<IAutoscaler>());
        door.Services.AddHttpFrontDoor(door.Configuration);
        await using var app = door.Build();
        app.MapHttpFrontDoor();
        app.MapGet("/lateness", lateness.Take);
        await app.RunAsync();
    }
}
