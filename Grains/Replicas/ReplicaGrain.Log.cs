using Microsoft.Extensions.Logging;

namespace OrleansInference.Replicas;

internal sealed partial class ReplicaGrain
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Replica {Replica} is loaded on {Device} in {LoadMilliseconds:F0} ms")]
    private partial void LogLoaded(ReplicaKey replica, string device, double loadMilliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Replica {Replica} can't be loaded: {Reason}")]
    private partial void LogLoadFailed(ReplicaKey replica, string reason);
}
