using Microsoft.Extensions.Logging;

namespace OrleansInference.Embedded;

internal abstract partial class Node
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A turn of {Target} took {Elapsed}, longer than {Threshold}. Turns must not block.")]
    private static partial void LogLongTurn(ILogger logger, string target, TimeSpan elapsed, TimeSpan threshold);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A turn of {Target} has been running for {Elapsed} and still runs. Turns must not block.")]
    private static partial void LogBlockedTurn(ILogger logger, string target, TimeSpan elapsed);
}
