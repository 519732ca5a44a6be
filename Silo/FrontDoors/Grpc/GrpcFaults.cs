using System.Globalization;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>Expected failures as gRPC says them. The one place where faults become statuses.</summary>
internal static class GrpcFaults
{
    /// <summary>Adds what else there is to say to the call's trailers.</summary>
    public static GrpcStatus Fail(this GrpcCall call, InferenceFault fault)
    {
        // "Do not retry", of the same status as shed load (grpc/proposal, A6).
        if (fault.Kind == FaultKind.TooLarge) call.AddTrailer(GrpcHeaders.RetryPushback, "-1");
        if (RetryAfterOf(fault) is { } delay)
        {
            call.AddTrailer(GrpcHeaders.RetryPushback, Milliseconds(delay));
            call.AddTrailer("retry-after", Seconds(delay));
        }
        return StatusOf(fault);
    }

    /// <summary>Refuses a request before any method has it.</summary>
    public static void Refuse(HttpContext context, InferenceFault fault)
    {
        GrpcReply.Refuse(context, StatusOf(fault));
        if (RetryAfterOf(fault) is not { } delay)
            return;
        context.Response.Headers[GrpcHeaders.RetryPushback] = Milliseconds(delay);
        context.Response.Headers.RetryAfter = Seconds(delay);
    }

    public static GrpcStatus StatusOf(InferenceFault fault) => new(CodeOf(fault.Kind), fault.Message);

    private static GrpcStatusCode CodeOf(FaultKind kind) => kind switch
    {
        FaultKind.InvalidInput or FaultKind.ModelError or FaultKind.LoadFailed => GrpcStatusCode.InvalidArgument,
        FaultKind.UnknownModel => GrpcStatusCode.NotFound,
        FaultKind.ModelNotReady or FaultKind.Unavailable => GrpcStatusCode.Unavailable,
        FaultKind.QueueFull or FaultKind.RateLimited or FaultKind.TooLarge => GrpcStatusCode.ResourceExhausted,
        FaultKind.DeadlineExceeded => GrpcStatusCode.DeadlineExceeded,
        FaultKind.Cancelled => GrpcStatusCode.Cancelled,
        FaultKind.Unauthenticated => GrpcStatusCode.Unauthenticated,
        FaultKind.PermissionDenied => GrpcStatusCode.PermissionDenied,
        FaultKind.DeviceLost => GrpcStatusCode.Internal,
        _ => GrpcStatusCode.Unknown,
    };

    // As over HTTP: shed load always says when to come back.
    private static TimeSpan? RetryAfterOf(InferenceFault fault) =>
        fault.RetryAfter ?? (fault.Kind == FaultKind.QueueFull ? TimeSpan.FromSeconds(1) : null);

    private static string Milliseconds(TimeSpan delay) =>
        Math.Max(1, (long)Math.Ceiling(delay.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan delay) => Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
