using System.Diagnostics.CodeAnalysis;
using OrleansInference.Models;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>
/// A pool's queue: gives out batches of requests that may run together, around the most urgent one. Work-conserving unless
/// <see cref="BatchingSpec.MaxQueueDelay"/> asks an incomplete batch to wait for company.
/// </summary>
internal sealed class BatchQueue(BatchingSpec spec, BatchComposer composer)
{
    /// <summary>
    /// A request that has waited for so long goes one level up. So what comes later by that time, for each level between them, goes behind it, and
    /// none starves.
    /// </summary>
    public static readonly TimeSpan AgingPeriod = TimeSpan.FromSeconds(1);

    private readonly Dictionary<BatchKey, BatchGroup> _groups = [];
    private readonly BatchGroup _singles = new();
    private readonly Dictionary<int, int> _countByPriority = [];
    private readonly CallerShares _shares = new();

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Of all that waits, without padding.</summary>
    public WorkFeatures Work { get; private set; }

    public void Add(PendingRequest pending)
    {
        pending.Share = _shares.Enter(pending.Request.Caller);
        Enter(pending);
        Count++;
        Bytes += pending.Bytes;
        Work += pending.Work;
    }

    /// <summary>Takes a request out, if it still waits.</summary>
    public bool Remove(PendingRequest pending)
    {
        if (pending.Group is not { } group) return false;
        group.Remove(pending);
        Left(pending);
        Tidy(pending, group);
        return true;
    }

    /// <summary>Requests that wait and came with that priority.</summary>
    public int CountOf(int priority) => _countByPriority.GetValueOrDefault(priority);

    /// <summary>
    /// Takes the most urgent batch that need not wait any longer. False where there is none; then
    /// <paramref name="readyAt"/> says when one will be, unless more requests come (null: only then).
    /// </summary>
    /// <param name="idle">Idle replicas, at least 1.</param>
    public bool TryTake(DateTimeOffset now, int idle, [NotNullWhen(true)] out Batch? batch, out DateTimeOffset? readyAt)
    {
        readyAt = null;
        while (MostUrgent(now, ref readyAt) is { } head)
        {
            var group = head.Group!;
            batch = composer.Compose(group, head, idle, _shares, now);
            group.Remove(batch.Requests);
            foreach (var pending in batch.Requests)
            {
                Left(pending);
                _shares.Serve(pending.Share!, pending.Work.Elements);
            }
            Tidy(head, group);
            batch.Requests.RemoveAll(static pending => pending.Outcome.IsCompleted); // cancelled a moment ago
            if (batch.Requests.Count > 0) return true;
        }
        batch = null;
        return false;
    }

    /// <summary>The most urgent of those that need not wait for company; null where there is none.</summary>
    public PendingRequest? Head(DateTimeOffset now)
    {
        DateTimeOffset? readyAt = null;
        return MostUrgent(now, ref readyAt);
    }

    /// <summary>Those that run alone, in order.</summary>
    public IReadOnlyList<PendingRequest> Singles => _singles.Waiting;

    /// <summary>Takes out one whose work begins, which counts as served to its caller.</summary>
    public void Take(PendingRequest pending)
    {
        if (Remove(pending)) _shares.Serve(pending.Share!, pending.Work.Elements);
    }

    /// <summary>Takes everything, in order, for a pool that closes.</summary>
    public List<PendingRequest> TakeAll()
    {
        List<PendingRequest> all = [.. Everything];
        all.Sort(PendingOrder.Instance);
        foreach (var pending in all) Remove(pending);
        return all;
    }

    /// <summary>Moves up whoever has been at its level for <see cref="AgingPeriod"/>.</summary>
    public void Age(DateTimeOffset now)
    {
        if (spec.PriorityLevels < 2) return;
        foreach (var pending in Everything.Where(pending => now - pending.AtLevelSince >= AgingPeriod).ToList())
        {
            var periods = (int)((now - pending.AtLevelSince) / AgingPeriod);
            var group = pending.Group!;
            group.Remove(pending);
            pending.Level -= periods;
            pending.AtLevelSince += periods * AgingPeriod;
            group.Add(pending);
        }
    }

    /// <summary>Puts a waiting request behind the others of its level.</summary>
    public static void Delay(PendingRequest pending)
    {
        var group = pending.Group!;
        group.Remove(pending);
        pending.IsDelayed = true;
        group.Add(pending);
    }

    /// <summary>Waiting requests whose time is over, by deadline or policy.</summary>
    public List<PendingRequest> Overdue(DateTimeOffset now) =>
        [.. Everything.Where(pending => pending.Deadline <= now || pending.QueuedUntil <= now)];

    /// <summary>When <see cref="Overdue"/> or <see cref="Age"/> have next something to do.</summary>
    public DateTimeOffset NextChange
    {
        get
        {
            var next = DateTimeOffset.MaxValue;
            foreach (var pending in Everything)
            {
                next = Min(next, Min(pending.Deadline, pending.QueuedUntil));
                if (spec.PriorityLevels > 1) next = Min(next, pending.AtLevelSince + AgingPeriod);
            }
            return next;
        }
    }

    /// <summary>The work that would go before a request that is not in the queue yet.</summary>
    public WorkFeatures WorkBefore(PendingRequest pending)
    {
        WorkFeatures work = default;
        foreach (var other in Everything)
            if (PendingOrder.Instance.Compare(other, pending) < 0) work += other.Work;
        return work;
    }

    private IEnumerable<PendingRequest> Everything => _groups.Values.SelectMany(group => group.Waiting).Concat(_singles.Waiting);

    private static DateTimeOffset Min(DateTimeOffset x, DateTimeOffset y) => x < y ? x : y;

    private void Enter(PendingRequest pending)
    {
        var group = _singles;
        if (pending.BatchKey is { } key && !_groups.TryGetValue(key, out group)) _groups.Add(key, group = new BatchGroup());
        group!.Add(pending);
        _countByPriority[pending.Priority] = CountOf(pending.Priority) + 1;
    }

    private void Left(PendingRequest pending)
    {
        if (--_countByPriority[pending.Priority] == 0) _countByPriority.Remove(pending.Priority);
        _shares.Leave(pending.Share!);
        Count--;
        Bytes -= pending.Bytes;
        // Rounding errors are not carried along.
        Work = Count == 0 ? default : new WorkFeatures(
            Work.Items - pending.Work.Items, Work.Elements - pending.Work.Elements, Work.SquaredLengths - pending.Work.SquaredLengths);
    }

    private void Tidy(PendingRequest pending, BatchGroup group)
    {
        if (group.Waiting.Count == 0 && pending.BatchKey is { } key) _groups.Remove(key);
    }

    private PendingRequest? MostUrgent(DateTimeOffset now, ref DateTimeOffset? readyAt)
    {
        var best = HeadOf(_singles);
        foreach (var group in _groups.Values)
        {
            var ready = ReadyAt(group);
            if (ready > now) readyAt = readyAt is { } other && other < ready ? other : ready;
            else if (HeadOf(group) is { } head && (best is null || IsBefore(head, best))) best = head;
        }
        return best;
    }

    /// <summary>The first of the most important level, of the caller that has had least.</summary>
    private PendingRequest? HeadOf(BatchGroup group)
    {
        if (group.Waiting.Count == 0) return null;
        var head = group.Waiting[0];
        if (_shares.Waiting < 2) return head;
        foreach (var pending in group.Waiting)
        {
            if (pending.Level > head.Level) break;
            if (pending.Share!.Served < head.Share!.Served) head = pending;
        }
        return head;
    }

    private static bool IsBefore(PendingRequest x, PendingRequest y)
    {
        if (x.Level != y.Level) return x.Level < y.Level;
        return x.Share!.Served != y.Share!.Served ? x.Share.Served < y.Share.Served : PendingOrder.Instance.Compare(x, y) < 0;
    }

    private DateTimeOffset ReadyAt(BatchGroup group)
    {
        if (spec.MaxQueueDelay == TimeSpan.Zero || group.Items >= spec.MaxBatchSize) return DateTimeOffset.MinValue;
        if (!spec.PreferredBatchSizes.IsEmpty && group.Items >= spec.PreferredBatchSizes[0]) return DateTimeOffset.MinValue;
        return group.Oldest + spec.MaxQueueDelay;
    }
}
