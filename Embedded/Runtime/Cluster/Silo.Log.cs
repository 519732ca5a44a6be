using Microsoft.Extensions.Logging;

namespace OrleansInference.Embedded;

internal sealed partial class Silo
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Silo} has crashed.")]
    private static partial void LogCrashed(ILogger logger, Silo silo);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Silo} was declared dead and ends.")]
    private static partial void LogDeclaredDead(ILogger logger, Silo silo);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Silo} learns that {Dead} is dead.")]
    private static partial void LogSiloDied(ILogger logger, Silo silo, SiloAddress dead);
}
