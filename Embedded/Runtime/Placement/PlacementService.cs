using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace OrleansInference.Embedded;

/// <summary>Says which silo a request goes to, as one silo sees the cluster.</summary>
internal sealed class PlacementService(Silo silo) : IPlacementContext
{
    private static readonly PlacementStrategy Default = new RandomPlacement();

    private readonly ConcurrentDictionary<Type, IPlacementDirector> _directors = new();

    public SiloAddress LocalSilo => silo.Address;

    public SiloStatus LocalSiloStatus => silo.Membership.StatusOf(silo.Address);

    public SiloAddress[] GetCompatibleSilos(PlacementTarget target)
    {
        var active = silo.Membership.Active;
        if (active.Length == 0)
            throw new OrleansException(
                $"No active nodes are compatible with grain {target.GrainIdentity.Type} and interface {target.InterfaceType}. {silo} knows no active silo.");
        return [.. active];
    }

    public ValueTask<SiloAddress> Locate(GrainId grain, MethodDescriptor method, Dictionary<string, object>? context)
    {
        var grainClass = silo.Classes.Named(grain.Type);
        if (grainClass.Workers is not null) return new(silo.Address);
        if (grainClass.UsesDirectory)
        {
            if (silo.Catalog.Holds(grain)) return new(silo.Address);
            if (TryLookUp(grain, out var known)) return new(known);
        }

        var target = new PlacementTarget(grain, context ?? [], InterfaceDescriptor.For(method.Method.DeclaringType!).Name, 0);
        var strategy = grainClass.Placement ?? Default;
        var placed = _directors.GetOrAdd(strategy.GetType(), FindDirector).OnAddActivation(strategy, target, this);
        if (!placed.IsCompletedSuccessfully) return PlaceAsync(grain, grainClass, placed);
        return new(grainClass.UsesDirectory ? silo.Fabric.Directory.Register(grain, placed.Result) : placed.Result);
    }

    private async ValueTask<SiloAddress> PlaceAsync(GrainId grain, GrainClass grainClass, Task<SiloAddress> placed)
    {
        var address = await placed;
        return grainClass.UsesDirectory ? silo.Fabric.Directory.Register(grain, address) : address;
    }

    private IPlacementDirector FindDirector(Type strategy) =>
        silo.Services.GetKeyedService<IPlacementDirector>(strategy)
        ?? throw new KeyNotFoundException(
            $"There is no director for placement strategy {strategy.Name}. Register one with AddPlacementDirector<{strategy.Name}, …>().");

    private bool TryLookUp(GrainId grain, out SiloAddress address)
    {
        var directory = silo.Fabric.Directory;
        while (directory.TryGet(grain, out address))
        {
            if (silo.Membership.StatusOf(address) != SiloStatus.Dead) return true;
            directory.Remove(grain, address);
        }

        return false;
    }
}
