namespace OrleansInference.Autoscaling.Placement;

/// <summary>
/// Takes away what is not wanted, and what has its substitute. Never fewer replicas stay that surely run batches than are wanted, or than there are now.
/// </summary>
internal sealed class ReplicaShrink(PlacementDraft draft)
{
    private readonly ClusterView _view = draft.View;

    public void Apply()
    {
        for (var v = 0; v < _view.Versions.Length; v++)
            if (_view.Versions[v].Wanted is { } wanted) Apply(v, wanted);
    }

    private void Apply(int v, int wanted)
    {
        int sure = 0, leaving = 0;
        for (var s = 0; s < draft.Stays.Length; s++)
        {
            sure += _view.Sure(v, s);
            if (!draft.Stays[s]) leaving += draft.Keep(v, s);
        }
        var spare = sure - Math.Min(wanted, sure);
        var over = draft.Placed(v) - wanted;
        Take(v, Math.Min(leaving, leaving + over), stays: false, wanted, ref spare);
        Take(v, over, stays: true, wanted, ref spare);
    }

    private void Take(int v, int replicas, bool stays, int wanted, ref int spare)
    {
        for (; replicas > 0; replicas--)
        {
            var silo = Best(v, stays, wanted, spare);
            if (silo < 0) return;
            if (IsSure(v, silo)) spare--;
            draft.Change(v, silo, -1);
        }
    }

    /// <summary>
    /// Off a domain that has more than half of what stays; of these one that runs nothing yet; of these off the silo that is the nearest to being empty, the youngest of
    /// equals. Never the last one of the last domain but one, where two replicas are wanted.
    /// </summary>
    private int Best(int v, bool stays, int wanted, int spare)
    {
        var mostInDomain = (wanted + 1) / 2;
        var keepsDomains = stays && wanted >= 2 && draft.DomainsOf(v) == 2;
        var best = -1;
        var bestRank = default((bool, bool, bool, int));
        for (var s = draft.Stays.Length - 1; s >= 0; s--)
        {
            if (draft.Stays[s] != stays || draft.Keep(v, s) == 0) continue;
            var isSure = IsSure(v, s);
            if ((isSure && spare <= 0) || (keepsDomains && draft.InDomain(v, s) == 1)) continue;
            var rank = (stays && draft.InDomain(v, s) <= mostInDomain, isSure, s == _view.HostSilo, draft.Replicas[s]);
            if (best >= 0 && rank.CompareTo(bestRank) >= 0) continue;
            (best, bestRank) = (s, rank);
        }
        return best;
    }

    /// <summary>The next one that goes there may be one that runs batches: the pool chooses which.</summary>
    private bool IsSure(int v, int silo) => _view.Kept(v, silo) - draft.Keep(v, silo) < _view.Sure(v, silo);
}
