using OrleansInference.Grpc;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>Keeps the doors apart: behind each are only its own endpoints. Comes after routing.</summary>
internal sealed class GrpcDoorGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var isGrpc = endpoint?.Metadata.GetMetadata<GrpcMethod>() is not null;
        if (GrpcConnection.Carries(context))
            return isGrpc ? next(context) : GrpcUnknownMethod.InvokeAsync(context);
        if (isGrpc)
            context.SetEndpoint(null); // 404, as for any path that is not there
        return next(context);
    }
}
