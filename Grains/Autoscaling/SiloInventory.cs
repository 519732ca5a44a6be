using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Placement;

namespace OrleansInference.Autoscaling;

/// <summary>What a silo reports to the autoscaler: what it has, and what it keeps.</summary>
/// <param name="catalog">What it serves.</param>
/// <param name="silo">Its address.</param>
/// <param name="resources">What it has.</param>
internal sealed class SiloInventory(ModelCatalog catalog, SiloAddress silo, SiloResources resources)
{
    private const string AnyGpu = "cuda";

    /// <summary>The autoscaler has something to do in this cluster, so this silo's orchestrator and what it keeps for the autoscaler may matter.</summary>
    public bool KnowsScaledModels => catalog.Entries.Any(static entry => entry is { IsWanted: true, Spec.Scaling: not null });

    private bool IsWorker => resources.Roles.HasFlag(SiloRoles.Worker);

    /// <summary>As of now; without what others know of it: its orchestrator, overrides, and whether it leaves.</summary>
    public SiloReport Report() => new()
    {
        Silo = silo,
        Name = resources.Name,
        FailureDomain = resources.FailureDomain,
        Roles = resources.Roles,
        Devices = IsWorker ? resources.Devices() : [],
        Pools = IsWorker ? Pools() : [],
    };

    /// <summary>Of each version that can be resized here, or is about to be loaded.</summary>
    private ImmutableArray<SiloPoolSize> Pools()
    {
        var pools = ImmutableArray.CreateBuilder<SiloPoolSize>();
        foreach (var entry in catalog.Entries)
        {
            if (entry is not { IsWanted: true, Spec: { Ensemble: null, Replicas: [var slot, ..] } spec }) continue;
            var replicas = catalog.ReplicasOf(entry.Id);
            // One that failed to load has no pool, and gets none by being resized.
            if (replicas is null && entry.Reason is not null) continue;
            pools.Add(new SiloPoolSize
            {
                Model = entry.Id,
                Replicas = replicas ?? 0,
                Scaling = spec.Scaling,
                DeviceKind = slot.Device.StartsWith(AnyGpu, StringComparison.Ordinal) ? AnyGpu : slot.Device,
                Threads = slot.Threads,
                BytesPerReplica = resources.BytesPerReplica(spec, replicas ?? 0),
            });
        }
        return pools.DrainToImmutable();
    }
}
