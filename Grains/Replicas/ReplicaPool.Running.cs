using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

// What runs: batches from the queue to the replicas, and their outcomes back to the requests.
internal sealed partial class ReplicaPool
{
    /// <summary>A batch waits for those that arrive with it.</summary>
    private bool _gathers;

    /// <summary>Of the batch that began last.</summary>
    private int _lastCount;

    /// <summary>
    /// For a request that has come. One that comes alone runs at once. Where several come at a time, the first would take the replica for itself, and a
    /// pass for one takes nearly as long as a pass for all of them.
    /// </summary>
    private void Begin()
    {
        if (_gathers || _replicas.Idle == 0) return;
        if (BatchSize == 1 || (_lastCount <= 1 && _queue.Count + _running <= 1)) Pump();
        else _ = Gather();
    }

    private async Task Gather()
    {
        _gathers = true;
        await _arrivals.Come();
        _gathers = false;
        Pump();
    }

    /// <summary>Hands batches to idle replicas until one of the two runs out.</summary>
    private void Pump()
    {
        while (_queue.Count > 0 && _replicas.Idle > 0)
        {
            var now = _time.GetUtcNow();
            if (!_queue.TryTake(now, _replicas.Idle, out var batch, out var readyAt))
            {
                if (readyAt is { } at) _alarm.SetNoLaterThan(at);
                return;
            }
            // The replica may have become idle at the very moment when a deadline passes.
            foreach (var pending in batch.Requests.FindAll(pending => pending.Deadline <= now))
            {
                Overdue(pending, now);
                batch.Requests.Remove(pending);
            }
            if (batch.Requests.Count > 0) _ = Run(_replicas.TakeIdle()!, batch);
            else AfterRemoval();
        }
    }

    private async Task Run(ReplicaSlot slot, Batch batch)
    {
        var (count, items, estimate) = (batch.Requests.Count, batch.Items, _cost.Estimate(batch.Work));
        _lastCount = count;
        slot.Batch = batch;
        slot.BusyUntil = batch.FormedAt + TimeSpan.FromSeconds(Math.Min(estimate, TimeSpan.SecondsPerDay));
        _running += count;
        _runningItems += items;
        BatchRun run;
        InferenceFault? fault = null;
        try
        {
            run = await slot.Replica.Run(batch.Messages);
            Learn(batch, run, estimate);
            if (run.Passes.IsEmpty) fault = FaultOfReplica(run);
        }
        catch (Exception exception)
        {
            LogRunFailed(exception, _key, slot.Index);
            fault = InferenceFault.Of(FaultKind.Unavailable, $"Replica {slot.Index} of {_key} failed: {exception.Message}");
            run = new BatchRun([.. Enumerable.Repeat(InferenceOutcome.Of(fault), count)], []);
        }
        _running -= count;
        _runningItems -= items;
        _replicas.Ended(slot, fault);
        Pump();
        Settle(slot, batch, run, estimate);
        AfterRemoval();
    }

    /// <summary>What kept the replica itself from running the batch; a program that refuses its inputs is not that.</summary>
    private static InferenceFault? FaultOfReplica(BatchRun run)
    {
        foreach (var outcome in run.Outcomes)
            if (outcome.Fault is { Kind: FaultKind.Unavailable or FaultKind.ModelNotReady or FaultKind.DeviceLost } fault) return fault;
        return null;
    }

    private void Learn(Batch batch, BatchRun run, double estimate)
    {
        // Halves that a poisoned request made of it tell nothing about it.
        if (run.Passes is not [var pass]) return;
        var time = pass.Input + pass.Infer + pass.Output;
        var hadLearned = _cost.HasLearned;
        _cost.Learn(batch.Work, time.TotalSeconds);
        _typicalSeconds += ((time.TotalSeconds / pass.Items) - _typicalSeconds) / 16;
        if (hadLearned) _counters.Estimated(estimate, time.TotalSeconds, _cost.Error);
        _counters.Padded((long)batch.Work.Elements, (long)(batch.Work.Elements - batch.OwnElements));
        _sizes.Add((int)pass.Items, batch.Work.Elements / batch.Work.Items, time);
    }

    private void Settle(ReplicaSlot slot, Batch batch, BatchRun run, double estimate)
    {
        var now = _time.GetUtcNow();
        _counters.Ran(run.Passes);
        for (var i = 0; i < batch.Requests.Count; i++)
        {
            var (pending, outcome) = (batch.Requests[i], run.Outcomes[i]);
            if (pending.Outcome.IsCompleted)
            {
                Release(outcome);
                continue;
            }
            pending.BatchTime = now - batch.FormedAt;
            // Before the caller goes on, who may ask for the statistics.
            if (outcome.Response is not null) _counters.Succeeded(pending, run.Passes, batch.FormedAt, now);
            else _counters.Failed(pending, outcome.Fault!.Kind, now);
            if (_logger.IsEnabled(LogLevel.Debug)) Explain(slot, batch, pending, estimate, now);
            if (!pending.TrySettle(outcome)) Release(outcome);
        }
    }

    private static void Release(InferenceOutcome unread)
    {
        if (unread.Response is { } response) TensorMemory.Release(response);
    }
}
