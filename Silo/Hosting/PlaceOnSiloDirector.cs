using System.Collections.Concurrent;
using Orleans.Runtime.Placement;
using OrleansInference.Placement;

namespace OrleansInference.Hosting;

/// <summary>Places a grain on the silo that its key names; fails the call at once when that silo has left.</summary>
internal sealed class PlaceOnSiloDirector : IPlacementDirector
{
    // Asked at each call; beyond so many (reloads leave keys behind) they are read anew.
    private const int MostKnown = 4096;

    private readonly ConcurrentDictionary<GrainId, Task<SiloAddress>> _known = new();

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var named = _known.TryGetValue(target.GrainIdentity, out var known) ? known : Read(target.GrainIdentity);
        if (context.LocalSiloStatus == SiloStatus.Active && named.Result.Equals(context.LocalSilo)) return named;
        return Array.IndexOf(context.GetCompatibleSilos(target), named.Result) >= 0
            ? named
            : Task.FromException<SiloAddress>(new OrleansException($"{target.GrainIdentity} lives on silo {named.Result}, which is not in the cluster."));
    }

    private Task<SiloAddress> Read(GrainId grain)
    {
        if (_known.Count >= MostKnown) _known.Clear();
        return _known[grain] = Task.FromResult(SiloOf(grain.Key.ToString()!));
    }

    // A pool's key is model/version:revision@silo, a dispatcher's the silo alone. A silo's own text, address:port@generation, has an '@'
    // as well; only a model version has a '/'.
    private static SiloAddress SiloOf(string key)
    {
        var slash = key.IndexOf('/');
        return SiloAddress.FromParsableString(slash < 0 ? key : key[(key.IndexOf('@', slash) + 1)..]);
    }
}
