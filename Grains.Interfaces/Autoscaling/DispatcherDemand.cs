using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>What was asked of one model at one silo's dispatcher.</summary>
/// <param name="Dispatcher">The dispatcher's silo.</param>
/// <param name="Versions">Each version that was ever asked for there; ascending.</param>
[GenerateSerializer, Immutable, Alias("oi.DispatcherDemand")]
public sealed record DispatcherDemand([property: Id(0)] SiloAddress Dispatcher, [property: Id(1)] ImmutableArray<DemandCounters> Versions)
{
    /// <summary>Grows with each that the dispatcher sends, also over restarts of its counters (it starts at the clock's ticks).</summary>
    [Id(2)] public long Sequence { get; init; }
}
