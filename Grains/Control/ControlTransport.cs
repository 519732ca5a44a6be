using System.Collections.Immutable;
using OrleansInference.Models;
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
    /// <summary>How many replicas the silo is to begin with of a version that is scaled; null for as many as are configured.</summary>
    public Func<ModelVersion, ValueTask<int?>> InitialReplicas { get; init; } = static _ => ValueTask.FromResult<int?>(null);
}
