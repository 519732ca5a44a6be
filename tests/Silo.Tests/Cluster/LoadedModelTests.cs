using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using OrleansInference.Placement;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

/// <summary>What the engine does with idle or misplaced activations never unloads a model.</summary>
public sealed class LoadedModelTests
{
    [Fact]
    public async Task Replicas_stay_loaded_when_the_engine_collects_what_is_idle()
    {
        await using var cluster = await Start([SiloRoles.All], configure: silo =>
        {
            silo.Services.AddSingleton<Collections>();
            silo.Configure<GrainCollectionOptions>(options => (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1)));
        });
        var silo = cluster.Silos[0];
        for (var round = 1; round <= 2; round++)
        {
            await cluster.Service<IGrainFactory>(silo).GetGrain<ICollectedGrain>(round).Touch();
            await Eventually.Holds(() => cluster.Service<Collections>(silo).Count == round);
        }

        Assert.Equal((2, 2), (cluster.Runtime(0).Loads, cluster.Runtime(0).Loaded));
        Assert.Equal(new float[] { 2 }, Floats(await cluster.Dispatcher(0).InferAsync(Request(1), default)));
        Assert.Equal(2, cluster.Runtime(0).Loads);
    }

    [Fact]
    public async Task Replicas_stay_loaded_when_other_silos_stop_are_killed_and_join()
    {
        await using var cluster = await Start(4);
        var staying = cluster.Silos[0];
        using var load = new Load(cluster.Dispatcher(0), callers: 4);
        await cluster.Stop(cluster.Silos[1]);
        await cluster.UntilEverySiloSees(staying, 3);
        await cluster.Kill(cluster.Silos[1]);
        await cluster.UntilEverySiloSees(staying, 2);
        await cluster.Add(SiloRoles.All);
        await cluster.UntilEverySiloSees(staying, 3);

        Assert.Empty(await load.Stop());
        Assert.Equal((2, 2), (cluster.Runtime(0).Loads, cluster.Runtime(0).Loaded));
    }

    [Fact]
    public async Task A_silo_loads_no_replica_of_another_ones_pool()
    {
        await using var cluster = await Start(2);
        var grains = cluster.Service<IGrainFactory>(cluster.Silos[0]);
        var pools = (await grains.GetGrain<IRouterGrain>("double").Signals()).Pools;
        var other = pools.First(report => report.Pool.Silo.Equals(cluster.Silos[1].SiloAddress)).Pool;

        var status = await grains.GetGrain<IReplicaGrain>(new ReplicaKey(other, 0).ToString()).Load(default);

        Assert.Contains($"lives on silo {other.Silo}", status.Fault?.Message, StringComparison.Ordinal);
        Assert.Equal(2, cluster.Runtime(0).Loads);
    }
}
