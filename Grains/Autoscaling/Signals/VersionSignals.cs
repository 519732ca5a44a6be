using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>What a router told of one version of its model.</summary>
/// <param name="Id">The version.</param>
/// <param name="Demand">Of each dispatcher where it was asked for.</param>
/// <param name="Pools">In order.</param>
internal sealed record VersionSignals(ModelVersion Id, ImmutableArray<(SiloAddress Dispatcher, DemandCounters Counters)> Demand, ImmutableArray<PoolReport> Pools)
{
    /// <summary>Every version that has pools or was asked for, ascending.</summary>
    public static ImmutableArray<VersionSignals> Of(ModelSignals model)
    {
        var demand = model.Demand.SelectMany(dispatcher => dispatcher.Versions, (dispatcher, counters) => (dispatcher.Dispatcher, counters)).ToLookup(row => row.counters.Version);
        var pools = model.Pools.ToLookup(pool => pool.Pool.Model.Version);
        return
        [
            .. demand.Select(version => version.Key).Union(pools.Select(version => version.Key)).Order()
                .Select(version => new VersionSignals(new ModelVersion(model.Model, version), [.. demand[version]], [.. pools[version]])),
        ];
    }
}
