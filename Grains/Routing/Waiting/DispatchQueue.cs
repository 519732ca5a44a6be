using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Work;

namespace OrleansInference.Routing.Waiting;

/// <summary>
/// The requests of a model version that wait in this dispatcher, in the order and within the bounds that its configuration gives to a pool's
/// queue. Under the lock of its <see cref="VersionRoutes"/>.
/// </summary>
internal sealed class DispatchQueue
{
    private readonly BatchQueue _queue;
    private readonly PoolAdmission _admission;
    private long _arrivals;

    public DispatchQueue(BatchingSpec batching, ReportedCost cost, TimeProvider time)
    {
        // What waits here are single requests; batches form in the pools.
        var single = batching with { MaxQueueDelay = TimeSpan.Zero, PreferredBatchSizes = [] };
        _queue = new BatchQueue(single, new BatchComposer(single, new CostModel(), new BatchSizes()));
        _admission = new PoolAdmission(batching, _queue, cost, time);
    }

    public int Count => _queue.Count;

    /// <summary>Of all that waits, without padding.</summary>
    public WorkFeatures Work => _queue.Work;

    /// <summary>When <see cref="TakeOverdue"/> has next something to do.</summary>
    public DateTimeOffset NextChange => _queue.NextChange;

    /// <summary>Queues a request, unless it has to be refused.</summary>
    /// <param name="replicas">Those of all pools that could take it.</param>
    /// <param name="untilIdle">When the first of them could begin with what waits here.</param>
    public InferenceFault? Enqueue(InferenceRequest request, in RequestWork work, PoolRoute[] tried, int replicas, TimeSpan untilIdle, DateTimeOffset now, out WaitingRequest waiting)
    {
        var priority = _admission.PriorityOf(request);
        waiting = new WaitingRequest(request, work.Items, now, _arrivals++)
        {
            Work = work.Features,
            Tried = tried,
            Priority = priority,
            Level = priority,
            QueuedUntil = _admission.QueuedUntil(request, priority, now),
        };
        var fault = _admission.Overload(waiting, replicas, untilIdle) ?? _admission.Hopeless(waiting, replicas, untilIdle);
        if (fault is null) _queue.Add(waiting);
        return fault;
    }

    /// <summary>The next in turn; null where none waits.</summary>
    public WaitingRequest? Head(DateTimeOffset now) => (WaitingRequest?)_queue.Head(now);

    /// <summary>One of those that wait, in order, as far as callers do not take turns.</summary>
    public WaitingRequest At(int index) => (WaitingRequest)_queue.Singles[index];

    /// <summary>Takes out one that goes to a pool now.</summary>
    public void Take(WaitingRequest waiting) => _queue.Take(waiting);

    public bool Remove(WaitingRequest waiting) => _queue.Remove(waiting);

    /// <summary>Takes out those whose time is over, with their faults, and moves up those that have waited long.</summary>
    public void TakeOverdue(DateTimeOffset now, DispatchCounters counters, ref Settlements settled)
    {
        foreach (var pending in _queue.Overdue(now))
        {
            if (_admission.Overdue(pending, now) is not { } fault)
            {
                BatchQueue.Delay(pending);
                continue;
            }
            _queue.Remove(pending);
            counters.Failed(fault.Kind, now - pending.EnqueuedAt);
            settled.Add((WaitingRequest)pending, InferenceOutcome.Of(fault));
        }
        _queue.Age(now);
    }

    /// <summary>The fault of one that could not be done by its deadline even if it began now.</summary>
    public static InferenceFault? TooLate(WaitingRequest waiting, double seconds, DateTimeOffset now) =>
        waiting.Deadline == DateTimeOffset.MaxValue || now + TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.SecondsPerDay)) <= waiting.Deadline ? null
        : InferenceFault.Of(FaultKind.DeadlineExceeded,
            $"Request for model '{waiting.Request.Model}' can't be done by its deadline: it has waited {(now - waiting.EnqueuedAt).TotalMilliseconds:0.###} ms, "
            + $"{(waiting.Deadline - now).TotalMilliseconds:0.###} ms are left, and it would take about {seconds * 1000:0.###} ms.");
}
