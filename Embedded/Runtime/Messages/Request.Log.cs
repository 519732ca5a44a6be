using Microsoft.Extensions.Logging;

namespace OrleansInference.Embedded;

internal sealed partial class Request
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "One-way request {Request} failed.")]
    private static partial void LogOneWayFailed(ILogger logger, Exception error, Request request);
}
