using Microsoft.Extensions.Logging;

namespace OrleansInference.Replicas;

internal sealed partial class ReplicaSet
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Replica {Slot} of {Pool} threw while it loaded")]
    private partial void LogLoadFailed(Exception exception, PoolKey pool, int slot);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Replica {Slot} of {Pool} threw while it unloaded")]
    private partial void LogUnloadFailed(Exception exception, PoolKey pool, int slot);

    [LoggerMessage(Level = LogLevel.Error, Message = "Replica {Slot} of {Pool} could not run {Faults} batches in a row ({Reason}); it is loaded anew after {BackOff}")]
    private partial void LogReloads(PoolKey pool, int slot, int faults, string reason, TimeSpan backOff);
}
