namespace OrleansInference.Repository;

internal sealed partial class ModelRepository
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information,
        Message = "Model repository {Root}: {Served} model versions to serve, {Broken} broken")]
    private static partial void LogScanned(ILogger logger, string root, int served, int broken);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Model {Model}: {Warning}")]
    private static partial void LogWarning(ILogger logger, string model, string warning);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Model {Model} version {Version} can't be served: {Reason}")]
    private static partial void LogBroken(ILogger logger, string model, long version, string reason);
}
