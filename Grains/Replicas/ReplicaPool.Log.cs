using Microsoft.Extensions.Logging;

namespace OrleansInference.Replicas;

internal sealed partial class ReplicaPool
{
    private void Explain(ReplicaSlot slot, Batch batch, PendingRequest pending, double estimate, DateTimeOffset now) => LogWay(
        pending.Request.RequestId, _key, (now - pending.EnqueuedAt).TotalMilliseconds, (batch.FormedAt - pending.EnqueuedAt).TotalMilliseconds,
        (now - batch.FormedAt).TotalMilliseconds, estimate * 1000, slot.Index, batch.Requests.Count, batch.Items,
        100 * (1 - (batch.OwnElements / Math.Max(1, batch.Work.Elements))), pending.Priority, _queue.Count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Replica {Slot} of {Pool} threw while it ran a batch")]
    private partial void LogRunFailed(Exception exception, PoolKey pool, int slot);

    [LoggerMessage(Level = LogLevel.Debug, Message = "An offer of {Pool} did not reach the dispatcher on {Silo}: {Reason}")]
    private partial void LogOfferLost(PoolKey pool, SiloAddress silo, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message =
        "Request '{Id}' of {Pool} took {Total:0.###} ms: waited {Queued:0.###} for its batch and {Ran:0.###} in it (estimate {Estimate:0.###}), on replica {Slot}, "
        + "with {Requests} requests, {Items} items, {Padding:0} % padding; its priority was {Priority}, {Waiting} wait behind it")]
    private partial void LogWay(
        string id, PoolKey pool, double total, double queued, double ran, double estimate, int slot, int requests, int items, double padding, int priority, int waiting);
}
