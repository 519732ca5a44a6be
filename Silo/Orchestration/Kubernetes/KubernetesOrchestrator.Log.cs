namespace OrleansInference.Orchestration.Kubernetes;

internal sealed partial class KubernetesOrchestrator
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Target} set from {From} to {To} replicas")]
    private partial void LogSet(KubernetesTarget target, int from, int to);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "{Target} can be scaled again")]
    private partial void LogRecovered(KubernetesTarget target);
}
