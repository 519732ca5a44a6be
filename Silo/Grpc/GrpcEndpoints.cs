using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace OrleansInference.Grpc;

/// <summary>gRPC on endpoint routing, by grpc/grpc <c>doc/PROTOCOL-HTTP2.md</c>.</summary>
internal static class GrpcEndpoints
{
    /// <summary>Registers what <see cref="MapGrpcService"/> needs.</summary>
    public static IServiceCollection AddGrpcServer(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddOptions<GrpcServerOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GrpcServer>();
        return services;
    }

    /// <summary>Maps the methods of a service.</summary>
    /// <exception cref="ArgumentException">A binding does not fit the descriptor.</exception>
    public static IEndpointConventionBuilder MapGrpcService(
        this IEndpointRouteBuilder app, ServiceDescriptor service, Action<GrpcServiceBuilder> bind)
    {
        var builder = new GrpcServiceBuilder(service);
        bind(builder);
        var group = app.MapGroup("");
        foreach (var method in builder.Build(app.ServiceProvider.GetRequiredService<GrpcServer>()))
            group.Map(method.Path, method.InvokeAsync).WithDisplayName(method.Path).WithMetadata(method.Metadata);
        return group;
    }

    /// <summary>Answers every other path: UNIMPLEMENTED to a gRPC call.</summary>
    public static IEndpointConventionBuilder MapGrpcFallback(this IEndpointRouteBuilder app) =>
        app.MapFallback("{**path}", GrpcUnknownMethod.InvokeAsync).WithDisplayName("gRPC fallback");
}
