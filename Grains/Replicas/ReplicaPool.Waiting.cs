using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

// What waits: deadlines, time-outs of the queue, aging, callers that have gone.
internal sealed partial class ReplicaPool
{
    private void End(PendingRequest pending, FaultKind kind, string message)
    {
        _queue.Remove(pending);
        if (pending.TrySettle(InferenceOutcome.Of(kind, message))) _counters.Failed(pending, kind, _time.GetUtcNow());
    }

    /// <summary>The caller has gone. A request that runs is dropped at the end of its batch.</summary>
    private void Abandoned(PendingRequest pending)
    {
        _queue.Remove(pending);
        _counters.Failed(pending, FaultKind.Cancelled, _time.GetUtcNow());
        AfterRemoval();
    }

    private void OnAlarm()
    {
        var now = _time.GetUtcNow();
        foreach (var pending in _queue.Overdue(now)) Overdue(pending, now);
        foreach (var slot in _replicas.Slots)
            if (slot.Batch is { } batch)
                foreach (var pending in batch.Requests)
                    if (pending.Deadline <= now) Overdue(pending, now);
        _queue.Age(now);
        AfterRemoval();
        Pump();
        _alarm.SetNoLaterThan(_queue.NextChange);
        foreach (var slot in _replicas.Slots)
            if (slot.Batch is { } batch)
                foreach (var pending in batch.Requests)
                    if (!pending.Outcome.IsCompleted) _alarm.SetNoLaterThan(pending.Deadline);
    }

    private void Overdue(PendingRequest pending, DateTimeOffset now)
    {
        if (_admission.Overdue(pending, now) is { } fault) End(pending, fault.Kind, fault.Message);
        else BatchQueue.Delay(pending);
    }
}
