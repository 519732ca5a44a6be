using Orleans.Runtime.Placement;
using OrleansInference.Placement;

namespace OrleansInference.Hosting;

/// <summary>Places a grain on the silo that its key names; fails the call at once when that silo has left.</summary>
internal sealed class PlaceOnSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloOf(target.GrainIdentity.Key.ToString()!);
        return Array.IndexOf(context.GetCompatibleSilos(target), silo) >= 0
            ? Task.FromResult(silo)
            : Task.FromException<SiloAddress>(new OrleansException($"{target.GrainIdentity} lives on silo {silo}, which is not in the cluster."));
    }

    // A pool's key is model/version:revision@silo, a dispatcher's the silo alone. A silo's own text, address:port@generation, has an '@'
    // as well; only a model version has a '/'.
    private static SiloAddress SiloOf(string key)
    {
        var slash = key.IndexOf('/');
        return SiloAddress.FromParsableString(slash < 0 ? key : key[(key.IndexOf('@', slash) + 1)..]);
    }
}
