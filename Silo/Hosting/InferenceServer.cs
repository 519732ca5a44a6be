using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Orchestration;
using OrleansInference.Placement;
using OrleansInference.Repository;
using OrleansInference.Routing;
using OrleansInference.Routing.Failures;
using OrleansInference.Storage;
using OrleansInference.Torch;

namespace OrleansInference.Hosting;

/// <summary>The server as a whole, without the console around it: for the program, and for what adds models of its own.</summary>
internal static class InferenceServer
{
    /// <summary>Every service of the server. <paramref name="settings"/> are taken as they are; <see cref="ServerStart.Refusal"/> judges them.</summary>
    public static WebApplicationBuilder CreateBuilder(Settings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Values!);

        builder.Services.AddTorchRuntimes();
        builder.AddSilo(settings);
        builder.Services.AddHttpFrontDoor(builder.Configuration);
        if (settings.HasRole(SiloRoles.FrontDoor)) builder.Services.AddGrpcFrontDoor(builder.Configuration);
        builder.Services.AddHostOrchestrator(settings, builder.Configuration);
        return builder;
    }

    /// <summary>What every silo of the server has, with doors or without: the repository, and the silo itself. Expects runtimes.</summary>
    public static void AddSilo(this IHostApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddModelRepository();
        if (!settings.HasRole(SiloRoles.Worker)) builder.Services.PostConfigure<RepositoryOptions>(repository => repository.LoadsModels = false);
        builder.Services.AddTorchDevices();
        builder.Services.AddMachineResources();
        builder.Services.AddOptions<DispatcherOptions>().BindConfiguration(DispatcherOptions.Section);
        builder.Services.AddOptions<FailureOptions>().BindConfiguration(FailureOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<AutoscalerOptions>, AutoscalerOptionsValidator>();
        builder.Services.AddOptions<AutoscalerOptions>().BindConfiguration(AutoscalerOptions.Section);

        builder.Services.Configure<SiloMessagingOptions>(settings.Bind<MessageOptions>().ApplyTo);
        builder.Services.AddSingleton<IValidateOptions<SiloClusterOptions>, SiloClusterOptionsValidator>();
        builder.Services.AddOptions<SiloClusterOptions>().BindConfiguration(SiloClusterOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<ClusterTlsOptions>, ClusterTlsOptionsValidator>();
        builder.UseOrleans(silo => silo.UseCluster(settings).AddSavedStateFiles(settings.Bind<StorageOptions>().Path).AddInference());
    }

    /// <summary>Builds it, with the routes of every front door; of a silo that has none, with those of probes and metrics.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.UseAccessControl();
        if (!app.Services.GetRequiredService<SiloResources>().Roles.HasFlag(SiloRoles.FrontDoor))
        {
            app.MapProbes();
            return app;
        }
        app.MapHttpFrontDoor();
        app.MapGrpcFrontDoor();
        return app;
    }
}
