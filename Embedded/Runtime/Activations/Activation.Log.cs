using Microsoft.Extensions.Logging;

namespace OrleansInference.Embedded;

internal sealed partial class Activation
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Activation} could not activate. The requests that wait for it fail.")]
    private static partial void LogActivationFailed(ILogger logger, Exception error, Activation activation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Activation} failed while it deactivated. It is gone all the same.")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception error, Activation activation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Activation} deactivates while {Count} of its requests still run: they took too long.")]
    private static partial void LogStillRunning(ILogger logger, Activation activation, int count);
}
