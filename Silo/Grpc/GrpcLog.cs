namespace OrleansInference.Grpc;

internal static partial class GrpcLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Call {Id} of {Path} failed unexpectedly")]
    public static partial void UnexpectedFailure(this ILogger logger, Exception exception, string id, string path);
}
