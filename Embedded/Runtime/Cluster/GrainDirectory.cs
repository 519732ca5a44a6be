using System.Collections.Concurrent;

namespace OrleansInference.Embedded;

/// <summary>Where the grains that use a directory are: at most one silo each.</summary>
internal sealed class GrainDirectory
{
    private readonly ConcurrentDictionary<GrainId, SiloAddress> _silos = new();

    public bool TryGet(GrainId grain, out SiloAddress silo) => _silos.TryGetValue(grain, out silo!);

    /// <summary>Registers a grain at a silo, unless it is registered already; the silo that counts comes back.</summary>
    public SiloAddress Register(GrainId grain, SiloAddress silo) => _silos.GetOrAdd(grain, silo);

    public void Remove(GrainId grain, SiloAddress silo) => _silos.TryRemove(new(grain, silo));

    public void RemoveAllAt(SiloAddress silo)
    {
        foreach (var entry in _silos)
            if (entry.Value.Equals(silo)) _silos.TryRemove(entry);
    }
}
