using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

internal sealed partial class AutoscaleGrain
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The router of {Model} did not tell its signals: {Reason}")]
    private partial void LogSilentRouter(string model, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} was not set to {Replicas} replicas on silo {Silo}: {Reason}")]
    private partial void LogRefused(ModelVersion model, int replicas, SiloAddress silo, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Model} was not set to {Replicas} replicas on silo {Silo}, which did not answer: {Reason}")]
    private partial void LogNotResized(ModelVersion model, int replicas, SiloAddress silo, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The host orchestrator on silo {Silo} did not answer: {Reason}")]
    private partial void LogHostFailed(SiloAddress silo, string reason);
}
