namespace OrleansInference.Repository;

internal sealed partial class ModelRepository
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Model {Model}: {Warning}")]
    private partial void LogWarning(string model, string warning);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Model {Model} version {Version} can't be served: {Reason}")]
    private partial void LogBroken(string model, long version, string reason);
}
