using Microsoft.Extensions.Logging;

namespace OrleansInference.Embedded;

internal sealed partial class GrainTimer
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Caught and ignored exception thrown from timer callback for timer of {Activation}.")]
    private static partial void LogTickFailed(ILogger logger, Exception error, Activation activation);
}
