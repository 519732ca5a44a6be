using System.Collections.Immutable;
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
    Func<SiloAddress, IDispatcherGrain> DispatcherOf);
