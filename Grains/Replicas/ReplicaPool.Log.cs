using Microsoft.Extensions.Logging;

namespace OrleansInference.Replicas;

internal sealed partial class ReplicaPool
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Replica {Slot} of {Pool} threw while it ran a batch")]
    private partial void LogRunFailed(Exception exception, PoolKey pool, int slot);

    [LoggerMessage(Level = LogLevel.Error, Message = "Replica {Slot} of {Pool} threw while it loaded")]
    private partial void LogLoadFailed(Exception exception, PoolKey pool, int slot);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Replica {Slot} of {Pool} threw while it unloaded")]
    private partial void LogUnloadFailed(Exception exception, PoolKey pool, int slot);
}
