using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>What a pool checks before it queues a request. Doors check the whole signature; this is what batching itself relies on.</summary>
internal sealed class PoolAdmission(BatchingSpec batching, BatchQueue queue, IWorkEstimate cost, TimeProvider time)
{
    /// <summary>Most requests that wait in a pool, whatever the configuration says.</summary>
    private const int MaxQueueSize = 100_000;

    private long _arrivals;

    /// <summary>What is wrong with the request itself; null for nothing.</summary>
    public static InferenceFault? Misfit(InferenceRequest request, ModelSignature signature)
    {
        if (request.TimeLeft <= TimeSpan.Zero)
            return InferenceFault.Of(FaultKind.DeadlineExceeded, $"Request for model '{request.Model}' came to the pool after its deadline.");
        if (signature.MaxBatchSize == 0) return null;

        var items = Items(request);
        foreach (var input in request.Inputs)
            if (input.Shape.Length == 0 || input.Shape[0] != items)
                return InferenceFault.Of(FaultKind.InvalidInput,
                    $"Input '{input.Name}' of model '{request.Model}' has shape [{string.Join(',', input.Shape)}]; the model batches, so every input needs the same first dimension.");
        return items < 1 || items > signature.MaxBatchSize
            ? InferenceFault.Of(FaultKind.InvalidInput, $"A request for model '{request.Model}' brings 1 to {signature.MaxBatchSize} items; this one brings {items}.")
            : null;
    }

    /// <summary>For a request that <see cref="Misfit"/> lets pass.</summary>
    public PendingRequest Pend(InferenceRequest request, ModelSignature signature)
    {
        var batches = signature.MaxBatchSize > 0;
        var now = time.GetUtcNow();
        var priority = PriorityOf(request);
        return new PendingRequest(request, batches ? (int)Items(request) : 1, now, _arrivals++)
        {
            BatchKey = batches && batching.MaxBatchSize > 1 ? new BatchKey(request, batching.Padding) : null,
            Work = WorkFeatures.Of(request, batches),
            Length = batching.Padding?.LengthOf(request) ?? 1,
            Priority = priority,
            Level = priority,
            QueuedUntil = QueuedUntil(request, priority, now),
        };
    }

    /// <summary>When its queue policy ends its waiting.</summary>
    public DateTimeOffset QueuedUntil(InferenceRequest request, int priority, DateTimeOffset now) =>
        PolicyOf(priority).DefaultTimeout is { } limit ? now - request.Waited + limit : DateTimeOffset.MaxValue;

    /// <summary>The level of a request; one that does not exist is the default one, as in Triton.</summary>
    public int PriorityOf(InferenceRequest request) =>
        request.Priority == 0 || request.Priority > batching.PriorityLevels ? batching.DefaultPriority : (int)request.Priority;

    public QueuePolicy PolicyOf(int priority) =>
        batching.LevelPolicies.IsEmpty ? batching.DefaultPolicy : batching.LevelPolicies.GetValueOrDefault(priority, batching.DefaultPolicy);

    /// <summary>Why the pool takes no more of its kind now; null where it does.</summary>
    /// <param name="replicas">Those that are ready.</param>
    /// <param name="untilIdle">When one of them will be idle, as far as can be told.</param>
    public InferenceFault? Overload(PendingRequest pending, int replicas, TimeSpan untilIdle)
    {
        var (model, policy) = (pending.Request.Model, PolicyOf(pending.Priority));
        if (policy.MaxQueueSize > 0 && queue.CountOf(pending.Priority) >= policy.MaxQueueSize)
            return Full($"{queue.CountOf(pending.Priority)} requests of its priority wait, max_queue_size is {policy.MaxQueueSize}");
        var limit = batching.MaxQueueSize > 0 ? Math.Min(batching.MaxQueueSize, MaxQueueSize) : MaxQueueSize;
        if (queue.Count >= limit) return Full($"{queue.Count} requests wait, {(limit == MaxQueueSize ? "the limit" : "max_queue_size")} is {limit}");
        if (queue.Bytes + pending.Bytes > batching.MaxQueueBytes && queue.Count > 0)
            return Full($"the inputs of {queue.Count} waiting requests have {queue.Bytes} bytes, and the limit is {batching.MaxQueueBytes}");
        return null;

        InferenceFault Full(string why) => InferenceFault.Of(FaultKind.QueueFull, $"Queue of model '{model}' is full: {why}. Try again later.")
            with { RetryAfter = cost.HasLearned ? Wait(queue.Work, replicas, untilIdle) : null };
    }

    /// <summary>The fault of a request that can't be done by its deadline. A pool that has nothing to do tries it all the same.</summary>
    public InferenceFault? Hopeless(PendingRequest pending, int replicas, TimeSpan untilIdle)
    {
        if (pending.Deadline == DateTimeOffset.MaxValue || !cost.HasLearned || untilIdle == TimeSpan.Zero) return null;
        var left = pending.Deadline - pending.EnqueuedAt;
        var own = TimeSpan.FromSeconds(cost.Estimate(pending.Work));
        // What counts is what goes before it, but most requests have time for all that waits.
        var wait = Wait(queue.Work, replicas, untilIdle);
        if (wait + own > left) wait = Wait(queue.WorkBefore(pending), replicas, untilIdle);
        return wait + own <= left ? null : InferenceFault.Of(FaultKind.DeadlineExceeded,
            $"Request for model '{pending.Request.Model}' can't be done by its deadline: {left.TotalMilliseconds:0.###} ms are left, and it would take about "
            + $"{(wait + own).TotalMilliseconds:0.###} ms, {wait.TotalMilliseconds:0.###} of them in the queue.") with { RetryAfter = wait };
    }

    /// <summary>The fault of a request whose time is over; null for one that its queue policy only puts behind the others of its level.</summary>
    public InferenceFault? Overdue(PendingRequest pending, DateTimeOffset now)
    {
        var model = pending.Request.Model;
        if (pending.Deadline <= now)
            return InferenceFault.Of(FaultKind.DeadlineExceeded,
                $"Request for model '{model}' missed its deadline, {(pending.Deadline - pending.EnqueuedAt).TotalMilliseconds:0.###} ms after it was admitted, in the queue or while it ran.");
        if (PolicyOf(pending.Priority).TimeoutAction == TimeoutAction.Delay)
        {
            pending.QueuedUntil = DateTimeOffset.MaxValue;
            return null;
        }
        return InferenceFault.Of(FaultKind.DeadlineExceeded,
            $"Request for model '{model}' has waited {(now - pending.EnqueuedAt).TotalMilliseconds:0.###} ms for its batch, as long as default_timeout_microseconds allows.");
    }

    /// <summary>How long a request that comes now would wait, all that is in the queue before it.</summary>
    public TimeSpan Wait(int replicas, TimeSpan untilIdle) => Wait(queue.Work, replicas, untilIdle);

    private TimeSpan Wait(WorkFeatures work, int replicas, TimeSpan untilIdle)
    {
        if (work.Items <= 0) return untilIdle;
        var batches = Math.Ceiling(work.Items / Math.Max(1, batching.MaxBatchSize));
        var batch = new WorkFeatures(work.Items / batches, work.Elements / batches, work.SquaredLengths / batches);
        return untilIdle + TimeSpan.FromSeconds(Math.Min(batches * cost.Estimate(batch) / replicas, TimeSpan.SecondsPerDay));
    }

    private static long Items(InferenceRequest request) =>
        request.Inputs.Length > 0 && request.Inputs[0].Shape.Length > 0 ? request.Inputs[0].Shape[0] : 0;
}
