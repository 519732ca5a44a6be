namespace OrleansInference.Autoscaling.Placement;

/// <summary>
/// How many further silos it takes for everything that is wanted, and for the next step of any one version: a silo takes minutes to come, so it is asked for before the
/// room is gone. A new silo is imagined like the youngest one that there is, and empty.
/// </summary>
internal sealed class SiloNeed
{
    /// <summary>A version's next step: this share of its replicas, at least one.</summary>
    public const double StepShare = 0.1;

    /// <summary>
    /// From this share of how busy they are to be, replicas are about to become more: the policy grows at the whole, and a silo at half of it is asked for in time as
    /// long as load doesn't double while it starts. The next step of an idle version needs no room.
    /// </summary>
    public const double BusyShare = 0.5;

    private readonly PlacementDraft _draft;
    private readonly ClusterView _view;
    private readonly int _pattern;
    private readonly SiloSpace? _empty;
    private readonly int _most;

    /// <param name="draft">With all placed that has room.</param>
    /// <param name="most">Of further silos, that can be had.</param>
    public SiloNeed(PlacementDraft draft, int most)
    {
        (_draft, _view, _most) = (draft, draft.View, most);
        _pattern = Enumerable.Range(0, _view.Silos.Length).LastOrDefault(s => _view.Silos[s].Report.Pools.Length > 0, -1);
        if (_pattern >= 0) _empty = Empty(_view, _pattern);
    }

    /// <summary>Further silos that it takes, and why; at most those that can be had, and as many only as help.</summary>
    /// <param name="steps">Next steps that there is to be room for.</param>
    public (int Silos, string? Reason) For(int steps)
    {
        var (silos, spaces, lacking) = Place(_most, placed: null);
        var reason = lacking is null ? null : $"{lacking} has no room for all that it wants";
        for (var v = 0; v < _view.Versions.Length && silos < _most; v++)
        {
            if (Step(v, steps) is var step && step == 0) continue;
            var room = RoomFor(v, step, spaces);
            if (room >= step) continue;
            if (NewSiloTakes(v, out var size) is var perSilo && perSilo == 0) continue;
            var more = Math.Min((step - room + perSilo - 1) / perSilo, _most - silos);
            for (; more > 0; more--, silos++) spaces.Add(_empty!.Copy());
            reason ??= $"the next {(step == 1 ? "replica" : $"{step} replicas")} of {_view.Versions[v].Model} would have no room";
        }
        return (silos, reason);
    }

    /// <summary>How many of each version that are not placed get room from so many further silos.</summary>
    public int[] Coming(int silos)
    {
        var placed = new int[_view.Versions.Length];
        Place(silos, placed);
        return placed;
    }

    /// <summary>Whether an empty silo like that one could hold one replica of a version.</summary>
    public static bool CouldHold(ClusterView view, int version, int silo) =>
        view.Size(version, silo) is { } size && Empty(view, silo).Room(size, view.Versions[version].Busy, 1) > 0;

    /// <summary>Puts what is not placed onto further silos, first fit.</summary>
    private (int Silos, List<SiloSpace> Spaces, string? Lacking) Place(int most, int[]? placed)
    {
        var spaces = new List<SiloSpace>();
        string? lacking = null;
        foreach (var v in Enumerable.Range(0, _view.Versions.Length).Where(v => _view.Versions[v].Wanted > _draft.Placed(v)).OrderBy(v => _view.Versions[v].Priority))
        {
            if (NewSiloTakes(v, out var size) == 0) continue;
            var busy = _view.Versions[v].Busy;
            var silo = 0;
            for (var left = _view.Versions[v].Wanted!.Value - _draft.Placed(v); left > 0;)
            {
                if (silo == spaces.Count && silo < most) spaces.Add(_empty!.Copy());
                if (silo == spaces.Count) break;
                var device = spaces[silo].Find(size!, busy, overcommits: false);
                if (device < 0)
                {
                    silo++;
                    continue;
                }
                lacking ??= _view.Versions[v].Model.ToString();
                spaces[silo].Take(device, size!, busy);
                left--;
                if (placed is not null) placed[v]++;
            }
        }
        return (spaces.Count, spaces, lacking);
    }

    private int Step(int v, int steps)
    {
        var version = _view.Versions[v];
        if (version.Wanted is not > 0 || version.Busy < BusyShare) return 0;
        var step = (long)Math.Ceiling(version.Wanted.Value * StepShare * steps);
        return (int)Math.Min(Math.Max(step, steps), Math.Max(0, version.Maximum - version.Wanted.Value));
    }

    private int RoomFor(int v, int step, List<SiloSpace> further)
    {
        var room = 0;
        var busy = _view.Versions[v].Busy;
        for (var s = 0; s < _draft.Stays.Length && room < step; s++)
            if (_draft.Stays[s] && _view.Size(v, s) is { } size) room += _draft.Spaces[s].Room(size, busy, step - room);
        if (_pattern < 0 || _view.Size(v, _pattern) is not { } pattern) return room;
        for (var i = 0; i < further.Count && room < step; i++) room += further[i].Room(pattern, busy, step - room);
        return room;
    }

    private int NewSiloTakes(int v, out SiloPoolSize? size)
    {
        size = _pattern < 0 ? null : _view.Size(v, _pattern);
        return size is null ? 0 : _empty!.Room(size, _view.Versions[v].Busy, int.MaxValue);
    }

    /// <summary>The silo with what it keeps of versions that are not scaled, and nothing else.</summary>
    private static SiloSpace Empty(ClusterView view, int silo)
    {
        var space = new SiloSpace(view.Silos[silo].Report);
        for (var v = 0; v < view.Versions.Length; v++)
        {
            if (view.Size(v, silo) is not { } size) continue;
            var ready = view.Count(v, silo).Ready;
            if (view.Versions[v].Wanted is null) space.Occupy(size, view.Versions[v].Busy, size.Replicas, ready);
            else if (ready > 0) space.Release(size, ready);
        }
        return space;
    }
}
