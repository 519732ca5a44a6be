using System.Collections.Immutable;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>
/// A dispatcher's side of one router: brings snapshots and deltas, which may be lost, come twice or in another order, together to the newest
/// snapshot. For one thread at a time.
/// </summary>
internal sealed class SnapshotFollower
{
    /// <summary>As the router told it, of its own epoch.</summary>
    private RoutingSnapshot? _told;

    /// <summary>Pools that only earlier routers told of, as long as this one is rebuilding.</summary>
    private ImmutableArray<PoolReport> _kept = [];

    /// <summary>The newest; null before the first.</summary>
    public RoutingSnapshot? Snapshot { get; private set; }

    /// <summary>Of the router that it follows; 0 for none.</summary>
    public long Epoch => _told?.Epoch ?? 0;

    /// <summary>Returns what is the newest now: the same object as before where <paramref name="snapshot"/> is late.</summary>
    public RoutingSnapshot Apply(RoutingSnapshot snapshot)
    {
        if (!snapshot.IsNewerThan(_told)) return Snapshot!;
        // What an epoch leaves out of its own pools is gone, what it leaves out of another's may be still to come.
        return Take(snapshot, snapshot.Epoch == Epoch || Snapshot is null ? _kept : Snapshot.Pools);
    }

    /// <summary>False where something before it is missing: then a snapshot has to be pulled.</summary>
    /// <param name="snapshot">The newest now: the same object as before where <paramref name="delta"/> is late.</param>
    public bool TryApply(RoutingDelta delta, out RoutingSnapshot snapshot)
    {
        snapshot = Snapshot!;
        if (_told is null || delta.Epoch > Epoch || (delta.Epoch == Epoch && delta.FromSequence > _told.Sequence)) return false;
        if (delta.Epoch < Epoch || delta.Sequence <= _told.Sequence) return true;
        var pools = Overlay(Without(_told.Pools, delta.Removed), delta.Changed);
        snapshot = Take(_told with { Sequence = delta.Sequence, Pools = pools, IsRebuilding = delta.IsRebuilding, Traffic = delta.Traffic }, Without(_kept, delta.Removed));
        return true;
    }

    private RoutingSnapshot Take(RoutingSnapshot told, ImmutableArray<PoolReport> kept)
    {
        _told = told;
        // A pool that was named once is the router's to forget.
        _kept = told.IsRebuilding ? Without(kept, [.. told.Pools.Select(report => report.Pool)]) : [];
        return Snapshot = _kept.IsEmpty ? told : told with { Pools = Overlay(_kept, told.Pools) };
    }

    private static ImmutableArray<PoolReport> Without(ImmutableArray<PoolReport> pools, ImmutableArray<PoolKey> removed)
    {
        if (pools.IsEmpty || removed.IsEmpty) return pools;
        var keys = removed.ToHashSet();
        return pools.RemoveAll(report => keys.Contains(report.Pool));
    }

    /// <summary>Of a pool that is in both, the report above counts.</summary>
    private static ImmutableArray<PoolReport> Overlay(ImmutableArray<PoolReport> below, ImmutableArray<PoolReport> above)
    {
        if (above.IsEmpty) return below;
        if (below.IsEmpty) return above;
        var merged = ImmutableArray.CreateBuilder<PoolReport>(below.Length + above.Length);
        var next = 0;
        foreach (var report in above)
        {
            while (next < below.Length && PoolKeyOrder.Instance.Compare(below[next].Pool, report.Pool) < 0) merged.Add(below[next++]);
            if (next < below.Length && below[next].Pool == report.Pool) next++;
            merged.Add(report);
        }
        while (next < below.Length) merged.Add(below[next++]);
        return merged.DrainToImmutable();
    }
}
