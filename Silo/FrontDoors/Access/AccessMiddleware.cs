using Microsoft.AspNetCore.Authorization;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Grpc;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Access;

/// <summary>
/// Asks each request for its key before anything else is done for it, on every door. Endpoints are closed unless they say otherwise
/// (<see cref="IAllowAnonymous"/>: the probes), and so is what no endpoint serves.
/// </summary>
internal sealed partial class AccessMiddleware(RequestDelegate next, AccessControl access, ILogger<AccessMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return next(context);
        if (access.Authenticate(context.Request.Headers.Authorization, out var caller) is { } fault)
            return RefuseAsync(context, caller, fault);
        context.Features.Set(caller);
        return next(context);
    }

    private Task RefuseAsync(HttpContext context, Caller? caller, InferenceFault fault)
    {
        LogRefused(context.Request.Path, context.Connection.RemoteIpAddress?.ToString() ?? "?", caller?.Key.Name ?? "unknown", fault.Message);
        if (!GrpcConnection.Carries(context))
            return HttpReply.FaultAsync(context, fault);
        if (!GrpcReply.RefuseForeign(context))
            GrpcFaults.Refuse(context, fault);
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Refused {Path} from {Address} (key {Key}): {Reason}")]
    private partial void LogRefused(string path, string address, string key, string reason);
}
