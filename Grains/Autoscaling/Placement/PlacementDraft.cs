namespace OrleansInference.Autoscaling.Placement;

/// <summary>A plan in the making: what each silo is to keep, and the room that is left then.</summary>
internal sealed class PlacementDraft
{
    private readonly int[] _keep;      // by version, then silo
    private readonly int[] _inDomain;  // by version, then domain: on silos that stay
    private readonly int[] _placed;    // by version: on silos that stay

    /// <summary>What is there now.</summary>
    public PlacementDraft(ClusterView view)
    {
        View = view;
        var silos = view.Silos.Length;
        _keep = new int[view.Versions.Length * silos];
        _inDomain = new int[view.Versions.Length * view.DomainCount];
        _placed = new int[view.Versions.Length];
        Spaces = new SiloSpace[silos];
        Stays = new bool[silos];
        Replicas = new int[silos];
        for (var s = 0; s < silos; s++)
        {
            Stays[s] = !view.IsLeaving(s);
            Spaces[s] = new SiloSpace(view.Silos[s].Report);
        }
        for (var v = 0; v < view.Versions.Length; v++)
            for (var s = 0; s < silos; s++)
                if (view.Size(v, s) is { } size) Occupy(v, s, size);
    }

    private PlacementDraft(PlacementDraft other)
    {
        View = other.View;
        _keep = [.. other._keep];
        _inDomain = [.. other._inDomain];
        _placed = [.. other._placed];
        Spaces = Array.ConvertAll(other.Spaces, space => space.Copy());
        Stays = [.. other.Stays];
        Replicas = [.. other.Replicas];
    }

    public ClusterView View { get; }

    public SiloSpace[] Spaces { get; }

    /// <summary>Those that replicas may be placed on: not those that leave, or are to.</summary>
    public bool[] Stays { get; }

    /// <summary>By silo, over all versions.</summary>
    public int[] Replicas { get; }

    public int Keep(int version, int silo) => _keep[(version * Stays.Length) + silo];

    /// <summary>Of a version, on silos that stay.</summary>
    public int Placed(int version) => _placed[version];

    public int InDomain(int version, int silo) => _inDomain[(version * View.DomainCount) + View.Domains[silo]];

    public int DomainsOf(int version) =>
        _inDomain.AsSpan(version * View.DomainCount, View.DomainCount) is var domains ? View.DomainCount - domains.Count(0) : 0;

    /// <summary>The same, with that silo to leave as well.</summary>
    public PlacementDraft Without(int silo)
    {
        var draft = new PlacementDraft(this);
        draft.Stays[silo] = false;
        for (var v = 0; v < View.Versions.Length; v++) draft.CountPlaced(v, silo, -Keep(v, silo));
        return draft;
    }

    public PlacementDraft Copy() => new(this);

    /// <summary>One more or one less; its memory and threads are free only once it is seen to be gone.</summary>
    public void Change(int version, int silo, int by)
    {
        _keep[(version * Stays.Length) + silo] += by;
        Replicas[silo] += by;
        if (Stays[silo]) CountPlaced(version, silo, by);
    }

    private void CountPlaced(int version, int silo, int by)
    {
        _placed[version] += by;
        _inDomain[(version * View.DomainCount) + View.Domains[silo]] += by;
    }

    private void Occupy(int version, int silo, SiloPoolSize size)
    {
        var count = View.Count(version, silo);
        if (size.Replicas > 0) Change(version, silo, size.Replicas);
        var there = Math.Max(size.Replicas, count.Ready + count.Loading);
        if (there > 0) Spaces[silo].Occupy(size, View.Versions[version].Busy, there, count.Ready);
    }
}
