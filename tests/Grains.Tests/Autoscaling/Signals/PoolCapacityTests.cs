using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Autoscaling.Signals;

public sealed class PoolCapacityTests
{
    [Fact]
    public void Replicas_that_replace_others_on_their_silo_are_none_on_the_way()
    {
        var capacity = PoolCapacity.Of(
        [
            Reports.Of(1, ready: 2) with { LoadingReplicas = 1 },
            Reports.Of(2, ready: 3), Reports.Of(2, ready: 0, revision: 2, state: PoolState.Loading) with { LoadingReplicas = 4 },
            Reports.Of(3, ready: 2), Reports.Of(3, ready: 1, revision: 2) with { LoadingReplicas = 1 },
            Reports.Of(4, ready: 5, state: PoolState.Draining) with { QueuedSeconds = 2 },
        ]);

        Assert.Equal((2 + 3 + 1, 1 + 1 + 1, 2), (capacity.Ready, capacity.Loading, capacity.QueuedSeconds));
    }

    [Fact]
    public void Versions_are_told_apart_and_one_that_is_only_asked_for_is_there_too()
    {
        var demand = new DispatcherDemand(Reports.Silo(1), [new DemandCounters { Version = 2, Since = default, Arrivals = 3 }, new DemandCounters { Version = 3, Since = default }]);
        var versions = VersionSignals.Of(new ModelSignals { Model = "tiny", Pools = [Reports.Of(1), Reports.Of(2), Reports.Of(1, version: 2)], Demand = [demand] });

        Assert.Equal([new ModelVersion("tiny", 1), new ModelVersion("tiny", 2), new ModelVersion("tiny", 3)], versions.Select(version => version.Id));
        Assert.Equal([(2, 0), (1, 1), (0, 1)], versions.Select(version => (version.Pools.Length, version.Demand.Length)));
        Assert.Equal((Reports.Silo(1), 3), (versions[1].Demand[0].Dispatcher, versions[1].Demand[0].Counters.Arrivals));
    }
}
