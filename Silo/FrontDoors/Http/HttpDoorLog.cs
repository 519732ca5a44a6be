namespace OrleansInference.FrontDoors.Http;

internal static partial class HttpDoorLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Request {Id} failed unexpectedly: {Method} {Path}")]
    public static partial void UnexpectedFailure(this ILogger logger, Exception exception, string id, string method, string path);
}
