namespace OrleansInference.Autoscaling.Placement;

/// <summary>Which silo may go.</summary>
internal sealed partial class SiloStep
{
    /// <summary>Silos that are tried, from the one with the fewest replicas; where none of these may go, a fuller one hardly may.</summary>
    private const int MostTried = 4;

    private (PlacementDraft Draft, SiloNeed Need) Try(int without)
    {
        var draft = without < 0 ? _now.Copy() : _now.Without(without);
        new ReplicaGrowth(draft, _minimumOvercommits).Fill();
        return (draft, new SiloNeed(draft, most: without < 0 ? Math.Max(0, _max - _present) : 1));
    }

    private bool CanGo(int silo) => silo != _view.HostSilo && (_view.Input.Host?.NextToGo is not { } only || Name(silo) == only);

    /// <summary>-1 where none may. The youngest of equals.</summary>
    private int FirstThatMayGo()
    {
        var order = Enumerable.Range(0, _view.Silos.Length)
            .Where(s => _now.Stays[s] && CanGo(s)).OrderBy(s => _now.Replicas[s]).ThenByDescending(s => s).Take(MostTried);
        foreach (var silo in order)
        {
            var (draft, need) = Try(silo);
            if (WhyItStays(silo, draft, need, steps: 2) is null) return silo;
        }
        return -1;
    }

    /// <summary>Null where all that is wanted has room without it, and the next steps have.</summary>
    private string? WhyItStays(int silo, PlacementDraft without, SiloNeed need, int steps)
    {
        for (var v = 0; v < _view.Versions.Length; v++)
        {
            var version = _view.Versions[v];
            if (version.Wanted is not { } wanted)
            {
                if (_view.Kept(v, silo) > 0 && !IsServedElsewhere(v, without)) return $"no other silo serves {version.Model}, which is not scaled";
                continue;
            }
            if (without.Placed(v) < wanted && SiloNeed.CouldHold(_view, v, silo)) return $"{version.Model} has no room elsewhere";
            if (wanted >= 2 && without.DomainsOf(v) < 2 && _now.DomainsOf(v) >= 2) return $"{version.Model} would be in one failure domain only";
        }
        return need.For(steps).Reason;
    }

    private bool IsServedElsewhere(int v, PlacementDraft without)
    {
        for (var s = 0; s < without.Stays.Length; s++)
            if (without.Stays[s] && _view.Sure(v, s) > 0) return true;
        return false;
    }
}
