using OrleansInference.Models;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>Chooses the requests that share a batch with the most urgent one.</summary>
/// <param name="sizes">How many items are worth while.</param>
internal sealed class BatchComposer(BatchingSpec spec, CostModel cost, BatchSizes sizes)
{
    /// <summary>Padding that is accepted while nothing is known of costs.</summary>
    private const double AcceptedPadding = 1.25;

    /// <summary>With so many items in the queue for each idle replica, throughput is all that counts.</summary>
    private const int Many = 8;

    /// <param name="group">What waits, <paramref name="head"/> among it.</param>
    /// <param name="idle">Idle replicas, which share the work.</param>
    /// <param name="shares">By which callers take turns.</param>
    public Batch Compose(BatchGroup group, PendingRequest head, int idle, CallerShares shares, DateTimeOffset now)
    {
        var limit = Limit(group, head, idle);
        if (head.BatchKey is null || group.Waiting.Count == 1 || head.Items >= limit) return new Batch([head], head.Work, now);
        var candidates = shares.Waiting > 1 && group.Items > limit ? InTurn(group, limit) : group.Waiting;
        return spec.Padding is null ? Equal(candidates, head, limit, now) : Similar(candidates, head, limit, now);
    }

    private int Limit(BatchGroup group, PendingRequest head, int idle)
    {
        var limit = Math.Min(spec.MaxBatchSize, sizes.Limit(head.Work.Elements / head.Items, group.Items > Many * idle));
        var preferred = 0;
        foreach (var size in spec.PreferredBatchSizes)
            if (size <= limit && size <= group.Items) preferred = size;
        // Two replicas do half of the queue each rather than one of them all of it.
        var share = (group.Items + idle - 1) / idle;
        return preferred > 0 ? preferred : Math.Max(1, Math.Min(limit, share));
    }

    private Batch Equal(IReadOnlyList<PendingRequest> candidates, PendingRequest head, int limit, DateTimeOffset now)
    {
        List<PendingRequest> batch = [head];
        var (items, bytes, work) = (head.Items, head.Bytes, head.Work);
        for (var i = 0; i < candidates.Count && items < limit; i++)
        {
            var pending = candidates[i];
            // One that does not fit is passed over, not waited for: a smaller one behind it may still fit.
            if (pending == head || items + pending.Items > limit || bytes + pending.Bytes > spec.MaxBatchBytes) continue;
            batch.Add(pending);
            (items, bytes, work) = (items + pending.Items, bytes + pending.Bytes, work + pending.Work);
        }
        return new Batch(batch, work, now);
    }

    /// <summary>The most similar in length to the head, as long as each costs less here, padding and all, than alone.</summary>
    private Batch Similar(IReadOnlyList<PendingRequest> candidates, PendingRequest head, int limit, DateTimeOffset now)
    {
        var similar = new List<PendingRequest>(candidates.Count);
        foreach (var pending in candidates)
            if (pending != head) similar.Add(pending);
        // Stable in the order of urgency where the difference is the same.
        var byDifference = similar.OrderBy(pending => Math.Abs(pending.Length - head.Length));
        var padded = new PaddedBatch(head);
        List<PendingRequest> batch = [head];
        foreach (var pending in byDifference)
        {
            if (padded.Items >= limit) break;
            var with = padded.With(pending);
            if (with.Items > limit || with.Bytes > spec.MaxBatchBytes || !Pays(padded, pending, with)) continue;
            batch.Add(pending);
            padded = with;
        }
        return new Batch(batch, padded.Work, now);
    }

    private bool Pays(in PaddedBatch before, PendingRequest pending, in PaddedBatch with) =>
        cost.HasLearned
            ? cost.Estimate(with.Work) <= cost.Estimate(before.Work) + cost.Estimate(pending.Work)
            : with.Work.Elements <= AcceptedPadding * with.OwnElements;

    /// <summary>The first requests of the group, as its callers take turns by what they have had.</summary>
    private static List<PendingRequest> InTurn(BatchGroup group, int limit)
    {
        var callers = new Dictionary<CallerShare, (Queue<PendingRequest> Waiting, double Served)>();
        foreach (var pending in group.Waiting)
        {
            if (!callers.TryGetValue(pending.Share!, out var caller)) callers.Add(pending.Share!, caller = (new(), pending.Share!.Served));
            caller.Waiting.Enqueue(pending);
        }
        List<PendingRequest> turns = [];
        for (var items = 0; items < limit && callers.Count > 0;)
        {
            var (share, caller) = callers.MinBy(each => (each.Value.Waiting.Peek().Level, each.Value.Served, each.Value.Waiting.Peek().Sequence));
            var pending = caller.Waiting.Dequeue();
            turns.Add(pending);
            items += pending.Items;
            if (caller.Waiting.Count == 0) callers.Remove(share);
            else callers[share] = caller with { Served = caller.Served + pending.Work.Elements };
        }
        return turns;
    }
}
