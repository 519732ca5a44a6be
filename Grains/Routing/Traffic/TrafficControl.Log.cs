using Microsoft.Extensions.Logging;

namespace OrleansInference.Routing.Traffic;

internal sealed partial class TrafficControl
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The traffic of model {Model} is now: weights {Weights}, shadow {Shadow}")]
    private partial void LogChanged(string model, string weights, string shadow);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The router of {Model} did not answer")]
    private partial void LogRouterSilent(Exception exception, string model);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "The dispatcher of silo {Silo} did not answer: {Reason}")]
    private partial void LogSiloSilent(SiloAddress silo, string reason);
}
