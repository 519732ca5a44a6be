using Microsoft.Extensions.Logging;

namespace OrleansInference.SavedState;

internal sealed partial class SavedDocument<T>
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The saved state '{Name}' can't be read or stored: {Reason}. What was set holds as long as a silo runs; it is tried again until it is stored")]
    private static partial void LogUnsaved(ILogger logger, string name, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The saved state '{Name}' is stored again")]
    private static partial void LogSavedAgain(ILogger logger, string name);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "The saved state '{Name}' is left as it is, and what is set from now on is not stored: {Reason}. Run the newer version, or take the document away")]
    private static partial void LogNewer(ILogger logger, string name, string reason);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "The saved state '{Name}' can't be understood and is not used: {Reason}. It is kept as '{Aside}'")]
    private static partial void LogCorrupt(ILogger logger, string name, string reason, string aside);
}
