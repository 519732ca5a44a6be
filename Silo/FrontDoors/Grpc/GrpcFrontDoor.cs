using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Grpc.Health;
using OrleansInference.FrontDoors.Grpc.Inference;
using OrleansInference.FrontDoors.Grpc.Reflection;
using OrleansInference.FrontDoors.Grpc.Scaling;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.FrontDoors.Tls;
using OrleansInference.Grpc;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Health;
using OrleansInference.Protocol.Scaling;
using ReflectionV1 = OrleansInference.Protocol.Reflection.V1.ReflectionReflection;
using ReflectionV1Alpha = OrleansInference.Protocol.Reflection.V1Alpha.ReflectionV1AlphaReflection;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>The gRPC door: inference as Triton speaks it, health, reflection, and KEDA's external scaler.</summary>
internal static class GrpcFrontDoor
{
    /// <summary>
    /// Registers the door and has Kestrel listen where <see cref="GrpcDoorOptions"/> says. <paramref name="configuration"/> is the
    /// root; its section <c>Grpc</c> is bound. <see cref="Routing.IDispatcher"/>,
    /// <see cref="Control.IModelControl"/> and <see cref="Autoscaling.IAutoscaler"/> are the caller's to register.
    /// </summary>
    public static IServiceCollection AddGrpcFrontDoor(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGrpcServer();
        services.AddServerTls(configuration);
        services.AddAccessControl(configuration);
        services.AddOptions<GrpcDoorOptions>()
            .Bind(configuration.GetSection(GrpcDoorOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<GrpcServerOptions>().Configure<IOptions<GrpcDoorOptions>>(Bound);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<GrpcDoorOptions>>(Listen);
        services.TryAddSingleton<AlignedBufferPool>();
        services.TryAddSingleton<ServerReadiness>();
        services.TryAddSingleton<DoorAddresses>();
        services.TryAddSingleton<ModelResolver>();
        services.TryAddSingleton<RequestRunner>();
        services.AddSingleton<InferCalls>();
        services.AddSingleton<IInferenceMethods, ServerMethods>();
        services.AddSingleton<IInferenceMethods, ModelMethods>();
        services.AddSingleton<IInferenceMethods, InferMethod>();
        services.AddSingleton<IInferenceMethods, StreamInferMethod>();
        services.TryAddSingleton<ModelAdministration>();
        services.AddSingleton<IInferenceMethods, AdministrationMethods>();
        services.AddSingleton<IInferenceMethods, UnimplementedMethods>();
        services.AddSingleton<HealthService>();
        services.AddSingleton<ExternalScalerService>();
        return services;
    }

    /// <summary>Maps the services, and keeps the doors' endpoints apart.</summary>
    public static WebApplication MapGrpcFrontDoor(this WebApplication app)
    {
        var inference = GrpcServiceReflection.Descriptor.Services[0];
        var health = HealthReflection.Descriptor.Services[0];
        var scaling = ExternalscalerReflection.Descriptor.Services[0];
        var (reflection, reflectionAlpha) = (ReflectionV1.Descriptor.Services[0], ReflectionV1Alpha.Descriptor.Services[0]);
        var reflected = new ReflectionService(new DescriptorIndex(inference, health, scaling, reflection, reflectionAlpha));

        app.UseMiddleware<GrpcDoorGate>();
        app.MapGrpcService(inference, service =>
        {
            foreach (var methods in app.Services.GetServices<IInferenceMethods>())
                methods.Bind(service);
        });
        app.MapGrpcService(health, app.Services.GetRequiredService<HealthService>().Bind)
            .WithMetadata(new AllowAnonymousAttribute());
        app.MapGrpcService(scaling, app.Services.GetRequiredService<ExternalScalerService>().Bind)
            .WithMetadata(new AllowAnonymousAttribute()); // KEDA can't send a key; the service asks for one where a model is named
        app.MapGrpcService(reflection, reflected.Bind);
        app.MapGrpcService(reflectionAlpha, reflected.Bind);
        return app;
    }

    private static void Bound(GrpcServerOptions server, IOptions<GrpcDoorOptions> options)
    {
        server.MaxReceiveMessageBytes = options.Value.MaxReceiveMessageBytes;
        server.MaxInflatedBytes = options.Value.MaxInflatedBytes;
        server.MinCompressedBytes = options.Value.MinCompressedBytes;
    }

    // The limits of HTTP/2 are the whole server's. The HTTP door speaks it too, under TLS, and is none the worse for them.
    private static void Listen(KestrelServerOptions kestrel, IOptions<GrpcDoorOptions> options)
    {
        kestrel.AddServerHeader = false;
        var http2 = kestrel.Limits.Http2;
        http2.MaxStreamsPerConnection = options.Value.MaxStreamsPerConnection;
        http2.InitialStreamWindowSize = options.Value.StreamWindowBytes;
        http2.InitialConnectionWindowSize = Math.Max(options.Value.ConnectionWindowBytes, options.Value.StreamWindowBytes);
        http2.KeepAlivePingDelay = options.Value.KeepAlivePingDelay;
        http2.KeepAlivePingTimeout = options.Value.KeepAlivePingTimeout;
        kestrel.ListenAtDoor("gRPC", options.Value.Address, options.Value.Port, static listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            GrpcConnection.MarkAll(listen);
        });
    }
}
