using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Routing;

namespace OrleansInference.Control;

/// <summary>How control reaches the silos: grain references from the engine, or others in a test.</summary>
/// <param name="OwnSilo">The one that it is on.</param>
/// <param name="ActiveSilos">All that serve now, the own one among them, in order.</param>
/// <param name="ControlOf">The control of a silo.</param>
/// <param name="DispatcherOf">The dispatcher of a silo.</param>
public sealed record ControlTransport(
    SiloAddress OwnSilo,
    Func<ImmutableArray<SiloAddress>> ActiveSilos,
    Func<SiloAddress, IModelControlGrain> ControlOf,
    Func<SiloAddress, IDispatcherGrain> DispatcherOf)
{
    /// <summary>What a silo is for; null where that is not known yet.</summary>
    public Func<SiloAddress, SiloRoles?> RolesOf { get; init; } = static _ => SiloRoles.All;

    /// <summary>Whether models are loaded here.</summary>
    public bool IsWorker => RolesOf(OwnSilo) is not { } roles || roles.HasFlag(SiloRoles.Worker);

    /// <summary>A grain of the control plane that is here belongs elsewhere, and there is such a place (<see cref="PlaceOnControlSiloStrategy"/>).</summary>
    public bool HasControlElsewhere =>
        RolesOf(OwnSilo) is { } own && !own.HasFlag(SiloRoles.Control) && ActiveSilos().Any(silo => RolesOf(silo) is { } roles && roles.HasFlag(SiloRoles.Control));

    /// <summary>How many replicas the silo is to begin with of a version that is scaled; null for as many as are configured.</summary>
    public Func<ModelVersion, ValueTask<int?>> InitialReplicas { get; init; } = static _ => ValueTask.FromResult<int?>(null);
}
