namespace OrleansInference.Orchestration.Webhook;

internal sealed partial class WebhookOrchestrator
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Silos} silos are wanted, and the webhook has taken it (id {Id})")]
    private partial void LogTaken(int silos, string id);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogProblem(string problem);
}
