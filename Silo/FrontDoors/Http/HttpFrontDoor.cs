using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.FrontDoors.Http.Metrics;
using OrleansInference.FrontDoors.Http.OpenApi;
using OrleansInference.FrontDoors.Http.Scaling;
using OrleansInference.FrontDoors.Http.Traffic;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.FrontDoors.Http;

/// <summary>The HTTP door: the Open Inference Protocol V2 over <see cref="Routing.IDispatcher"/>.</summary>
internal static class HttpFrontDoor
{
    /// <summary>
    /// Registers the door and has Kestrel listen where <see cref="HttpDoorOptions"/> says. <paramref name="configuration"/> is the
    /// root; its section <c>Http</c> is bound. <see cref="Routing.IDispatcher"/>,
    /// <see cref="Control.IModelControl"/>, <see cref="Routing.Traffic.ITrafficControl"/> and <see cref="Autoscaling.IAutoscaler"/> are the caller's to register.
    /// </summary>
    public static IServiceCollection AddHttpFrontDoor(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRouting();
        services.AddServerTls(configuration);
        services.AddAccessControl(configuration);
        services.AddOptions<HttpDoorOptions>()
            .Bind(configuration.GetSection(HttpDoorOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HttpDoorOptions>>(Listen);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AlignedBufferPool>();
        services.TryAddSingleton<ServerReadiness>();
        services.TryAddSingleton(ObjectPool.Create<JsonBuffer>());
        services.AddSingleton<HttpDoorRoute>();
        services.TryAddSingleton<DoorAddresses>();
        services.TryAddSingleton<ModelResolver>();
        services.TryAddSingleton<RequestRunner>();
        services.AddSingleton<InferResponseWriter>();
        services.AddSingleton<InferEndpoint>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<MetadataEndpoints>();
        services.TryAddSingleton<ModelAdministration>();
        services.AddSingleton<RepositoryEndpoints>();
        services.AddSingleton<InspectionEndpoints>();
        services.AddSingleton<TrafficEndpoints>();
        services.AddSingleton<ScalingLookup>();
        services.AddSingleton<AutoscalerEndpoints>();
        services.AddSingleton<ScalingChanges>();
        services.AddSingleton<MetricsEndpoint>();
        return services;
    }

    /// <summary>Maps everything under <c>/v2</c>, the metrics, and the document that describes it all.</summary>
    public static IEndpointRouteBuilder MapHttpFrontDoor(this IEndpointRouteBuilder app)
    {
        var route = app.ServiceProvider.GetRequiredService<HttpDoorRoute>();
        var health = app.ServiceProvider.GetRequiredService<HealthEndpoints>();
        var metadata = app.ServiceProvider.GetRequiredService<MetadataEndpoints>();
        var repository = app.ServiceProvider.GetRequiredService<RepositoryEndpoints>();
        var inspection = app.ServiceProvider.GetRequiredService<InspectionEndpoints>();
        var traffic = app.ServiceProvider.GetRequiredService<TrafficEndpoints>();
        var infer = app.ServiceProvider.GetRequiredService<InferEndpoint>();

        app.MapObservation();
        app.Map("/openapi.json", route.For(HttpMethods.Get, OpenApiDocument.GetAsync)).AllowAnonymous();
        app.Map("/v2", route.For(HttpMethods.Get, MetadataEndpoints.ServerAsync));
        foreach (var model in (string[])["/v2/models/{model}", "/v2/models/{model}/versions/{version}"])
        {
            app.Map(model, route.For(HttpMethods.Get, metadata.ModelAsync));
            app.Map($"{model}/ready", route.For(HttpMethods.Get, health.ModelReadyAsync));
            app.Map($"{model}/infer", route.For(HttpMethods.Post, infer.HandleAsync));
            app.Map($"{model}/config", route.For(HttpMethods.Get, inspection.ConfigAsync));
            app.Map($"{model}/stats", route.For(HttpMethods.Get, inspection.StatisticsAsync));
        }
        app.Map("/v2/models/stats", route.For(HttpMethods.Get, inspection.StatisticsAsync));
        app.Map("/v2/models/{model}/traffic", route.For((HttpMethods.Get, traffic.GetAsync), (HttpMethods.Post, traffic.SetAsync)));
        app.Map("/v2/models/{model}/traffic/promote", route.For(HttpMethods.Post, traffic.PromoteAsync));
        app.Map("/v2/models/{model}/traffic/rollback", route.For(HttpMethods.Post, traffic.RollBackAsync));
        app.Map("/v2/repository/index", route.For(HttpMethods.Post, repository.IndexAsync));
        app.Map("/v2/repository/models/{model}/load", route.For(HttpMethods.Post, repository.LoadAsync));
        app.Map("/v2/repository/models/{model}/unload", route.For(HttpMethods.Post, repository.UnloadAsync));
        app.MapAutoscaler(route);
        foreach (var (pattern, text) in UnimplementedRoutes.All)
            app.Map(pattern, context => HttpReply.FaultAsync(context, new HttpFault(StatusCodes.Status501NotImplemented, text)));
        app.Map("/v2/{**path}", static context => HttpReply.FaultAsync(
            context, new HttpFault(StatusCodes.Status404NotFound, $"no such route: {context.Request.Path}")));
        return app;
    }

    /// <summary>Of a silo that takes no requests from callers: probes and metrics, and for anything else a text that says so.</summary>
    public static IEndpointRouteBuilder MapProbes(this IEndpointRouteBuilder app)
    {
        app.MapObservation();
        app.Map("/{**path}", static context => HttpReply.FaultAsync(context, new HttpFault(
            StatusCodes.Status404NotFound, "this silo is no front door (its roles leave out frontdoor): it has /v2/health/live, /v2/health/ready and /metrics only")));
        return app;
    }

    private static void MapObservation(this IEndpointRouteBuilder app)
    {
        var route = app.ServiceProvider.GetRequiredService<HttpDoorRoute>();
        var health = app.ServiceProvider.GetRequiredService<HealthEndpoints>();
        app.Map("/metrics", route.For(HttpMethods.Get, app.ServiceProvider.GetRequiredService<MetricsEndpoint>().GetAsync));
        app.Map("/v2/health/live", route.For(HttpMethods.Get, HealthEndpoints.LiveAsync)).AllowAnonymous();
        app.Map("/v2/health/ready", route.For(HttpMethods.Get, health.ReadyAsync)).AllowAnonymous();
    }

    private static void Listen(KestrelServerOptions kestrel, IOptions<HttpDoorOptions> options)
    {
        kestrel.AddServerHeader = false;
        kestrel.ListenAtDoor("HTTP", options.Value.Address, options.Value.Port, static _ => { });
    }
}
