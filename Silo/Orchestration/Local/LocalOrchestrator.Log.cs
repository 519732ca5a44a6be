namespace OrleansInference.Orchestration.Local;

internal sealed partial class LocalOrchestrator
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Silo {Name} is started")]
    private partial void LogStarts(string name);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Silo {Name} is to leave: it finishes what it has")]
    private partial void LogLeaves(string name);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Silo {Name} has left")]
    private partial void LogGone(string name);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "{Failure}")]
    private partial void LogFailed(string failure);
}
