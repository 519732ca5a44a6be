using Microsoft.Extensions.Logging;

namespace OrleansInference.Control;

internal sealed partial class SiloControl
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Model {Model} was {What} in the repository")]
    private partial void LogChanged(string model, string what);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "A model could not be loaded or unloaded")]
    private partial void LogBroke(Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "The silo {Silo} did not say which models are wanted: {Reason}")]
    private partial void LogPeerSilent(SiloAddress silo, string reason);

    [LoggerMessage(EventId = 5, Level = LogLevel.Debug, Message = "The worker {Silo} did not say which models it can't load: {Reason}")]
    private partial void LogWorkerSilent(SiloAddress silo, string reason);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Model {Model} is among those to load at the start, but was unloaded by call at {At:u}, which is the later word: load it by call to have it")]
    private partial void LogUnloadedByCall(string model, DateTimeOffset at);
}
