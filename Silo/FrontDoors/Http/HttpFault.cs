using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http;

/// <summary>An expected failure as HTTP says it. The one place where faults become statuses.</summary>
internal sealed record HttpFault(int Status, string Message, TimeSpan? RetryAfter = null)
{
    public static HttpFault BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static HttpFault TooLarge(string message) => new(StatusCodes.Status413PayloadTooLarge, message);

    public static HttpFault Of(InferenceFault fault) => new(StatusOf(fault.Kind), fault.Message, RetryAfterOf(fault));

    private static int StatusOf(FaultKind kind) => kind switch
    {
        FaultKind.InvalidInput or FaultKind.ModelError or FaultKind.LoadFailed => StatusCodes.Status400BadRequest,
        FaultKind.UnknownModel => StatusCodes.Status404NotFound,
        FaultKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        FaultKind.PermissionDenied => StatusCodes.Status403Forbidden,
        FaultKind.QueueFull or FaultKind.RateLimited => StatusCodes.Status429TooManyRequests,
        FaultKind.Cancelled => StatusCodes.Status499ClientClosedRequest,
        FaultKind.ModelNotReady or FaultKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        FaultKind.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        FaultKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FaultKind.DeviceLost => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status500InternalServerError,
    };

    // Shed load always says when to come back; a second is the least that the header can say.
    private static TimeSpan? RetryAfterOf(InferenceFault fault) =>
        fault.RetryAfter ?? (fault.Kind == FaultKind.QueueFull ? TimeSpan.FromSeconds(1) : null);
}
