namespace OrleansInference.Autoscaling.Placement;

/// <summary>
/// Adds what is wanted where there is room: the minimum of each version first, then one replica at a time by priority, among equals to the version that has the smallest
/// share of what it wants.
/// </summary>
/// <param name="minimumOvercommits">
/// The whole minimum is placed even where threads are taken; otherwise only the first replica, and the others wait for silos to come. Memory is never over-committed.
/// </param>
internal sealed class ReplicaGrowth(PlacementDraft draft, bool minimumOvercommits)
{
    private const int CrowdedBit = 33;

    private readonly ClusterView _view = draft.View;

    public void Fill()
    {
        var versions = Enumerable.Range(0, _view.Versions.Length)
            .Where(v => _view.Versions[v].Wanted > draft.Placed(v)).OrderBy(v => _view.Versions[v].Priority).ToList();
        foreach (var v in versions) Reach(v, Math.Min(1, _view.Versions[v].Minimum), overcommits: true);
        foreach (var v in versions) Reach(v, _view.Versions[v].Minimum, minimumOvercommits);

        var next = new PriorityQueue<int, (int Priority, double Share, int Version)>();
        foreach (var v in versions) Offer(v);
        while (next.TryDequeue(out var v, out _))
            if (TryPlace(v, overcommits: false)) Offer(v); // else no room: nor for its next one

        void Offer(int v)
        {
            var version = _view.Versions[v];
            if (draft.Placed(v) < version.Wanted) next.Enqueue(v, (version.Priority, (double)draft.Placed(v) / version.Wanted.Value, v));
        }
    }

    private void Reach(int v, int replicas, bool overcommits)
    {
        replicas = Math.Min(replicas, _view.Versions[v].Wanted!.Value);
        while (draft.Placed(v) < replicas && TryPlace(v, overcommits)) { }
    }

    private bool TryPlace(int v, bool overcommits)
    {
        var silo = Best(v, overcommits: false);
        if (silo < 0 && overcommits) silo = Best(v, overcommits: true);
        if (silo < 0) return false;
        var size = _view.Size(v, silo)!;
        var busy = _view.Versions[v].Busy;
        draft.Spaces[silo].Take(draft.Spaces[silo].Find(size, busy, overcommits), size, busy);
        draft.Change(v, silo, 1);
        return true;
    }

    /// <summary>
    /// A domain that has less than half of the version; of these a silo that has it (on a CPU replicas share their weights); of these the one with the most replicas, so that
    /// others become empty.
    /// </summary>
    private int Best(int v, bool overcommits)
    {
        var version = _view.Versions[v];
        var mostInDomain = (version.Wanted!.Value + 1) / 2;
        var (best, bestRank, bestTaken) = (-1, long.MaxValue, double.MaxValue);
        for (var s = 0; s < draft.Stays.Length; s++)
        {
            if (!draft.Stays[s] || _view.Size(v, s) is not { } size) continue;
            var rank = Rank(v, s, mostInDomain);
            if (!overcommits && rank >= bestRank) continue;
            var device = draft.Spaces[s].Find(size, version.Busy, overcommits);
            if (device < 0) continue;
            // Where all is taken, it goes to the silo that is taken the least; domains come first there too.
            var taken = overcommits ? draft.Spaces[s].Devices[device].TakenShare : 0;
            if ((rank >> CrowdedBit, taken, rank).CompareTo((bestRank >> CrowdedBit, bestTaken, bestRank)) >= 0) continue;
            (best, bestRank, bestTaken) = (s, rank, taken);
        }
        return best;
    }

    /// <summary>The lower the better; each digit counts more than all that follow.</summary>
    private long Rank(int v, int s, int mostInDomain)
    {
        var isCrowded = draft.InDomain(v, s) >= mostInDomain ? 1L : 0;
        var isNew = draft.Keep(v, s) == 0 ? 1L : 0;
        var emptiness = int.MaxValue - draft.Replicas[s];
        return (isCrowded << CrowdedBit) + (isNew << 32) + ((long)emptiness << 1) + (s == _view.HostSilo ? 0 : 1);
    }
}
