using System.Diagnostics.CodeAnalysis;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>
/// A pool's queue: gives out batches of requests that may run together, the most urgent first. Work-conserving unless
/// <see cref="BatchingSpec.MaxQueueDelay"/> asks an incomplete batch to wait for company.
/// </summary>
internal sealed class BatchQueue(BatchingSpec spec)
{
    private readonly Dictionary<BatchKey, SortedSet<PendingRequest>> _groups = [];

    /// <summary>Requests that run alone.</summary>
    private readonly SortedSet<PendingRequest> _singles = new(PendingOrder.Instance);

    public int Count { get; private set; }

    public bool IsFull => spec.MaxQueueSize > 0 && Count >= spec.MaxQueueSize;

    public void Add(PendingRequest pending)
    {
        var group = _singles;
        if (pending.BatchKey is { } key && !_groups.TryGetValue(key, out group))
            _groups.Add(key, group = new SortedSet<PendingRequest>(PendingOrder.Instance));
        group!.Add(pending);
        Count++;
    }

    /// <summary>Takes a request out, if it still waits.</summary>
    public bool Remove(PendingRequest pending)
    {
        var group = _singles;
        if (pending.BatchKey is { } key && !_groups.TryGetValue(key, out group)) return false;
        if (!group!.Remove(pending)) return false;
        Count--;
        if (group.Count == 0 && pending.BatchKey is { } emptied) _groups.Remove(emptied);
        return true;
    }

    /// <summary>
    /// Takes the most urgent batch that need not wait any longer. False where there is none; then
    /// <paramref name="readyAt"/> says when one will be, unless more requests come (null: only then).
    /// </summary>
    public bool TryTake(DateTimeOffset now, [NotNullWhen(true)] out List<PendingRequest>? batch, out DateTimeOffset? readyAt)
    {
        batch = null;
        readyAt = null;
        SortedSet<PendingRequest>? best = _singles.Count > 0 ? _singles : null;
        foreach (var group in _groups.Values)
        {
            var ready = ReadyAt(group);
            if (ready > now) readyAt = readyAt is { } other && other < ready ? other : ready;
            else if (best is null || PendingOrder.Instance.Compare(group.Min, best.Min) < 0) best = group;
        }
        if (best is null) return false;
        batch = Take(best);
        return true;
    }

    /// <summary>Takes everything, in order, for a pool that closes.</summary>
    public List<PendingRequest> TakeAll()
    {
        List<PendingRequest> all = [.. _singles, .. _groups.Values.SelectMany(group => group)];
        all.Sort(PendingOrder.Instance);
        _singles.Clear();
        _groups.Clear();
        Count = 0;
        return all;
    }

    private DateTimeOffset ReadyAt(SortedSet<PendingRequest> group)
    {
        if (spec.MaxQueueDelay == TimeSpan.Zero) return DateTimeOffset.MinValue;
        var items = 0;
        var oldest = DateTimeOffset.MaxValue;
        foreach (var pending in group)
        {
            items += pending.Items;
            if (items >= spec.MaxBatchSize) return DateTimeOffset.MinValue;
            if (pending.EnqueuedAt < oldest) oldest = pending.EnqueuedAt;
        }
        return oldest + spec.MaxQueueDelay;
    }

    private List<PendingRequest> Take(SortedSet<PendingRequest> group)
    {
        List<PendingRequest> batch = [];
        var items = 0;
        foreach (var pending in group)
        {
            // A request that does not fit is passed over, not waited for: a smaller one behind it may still fit.
            if (batch.Count > 0 && items + pending.Items > spec.MaxBatchSize) continue;
            batch.Add(pending);
            items += pending.Items;
            if (group == _singles || items >= spec.MaxBatchSize) break;
        }
        foreach (var pending in batch) Remove(pending);
        return batch;
    }
}
