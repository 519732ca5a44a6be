using OrleansInference.Embedded.Tests.Grains;

namespace OrleansInference.Embedded.Tests.Hosting;

public sealed class TestClusterTests
{
    [Fact]
    public async Task Silos_join_stop_and_are_killed()
    {
        await using var cluster = new InProcessTestClusterBuilder(2)
            .ConfigureSilo((_, silo) => silo.Configure<ClusterMembershipOptions>(options =>
                (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromMilliseconds(100), 2)))
            .Build();
        await cluster.DeployAsync();
        var third = await cluster.StartAdditionalSiloAsync();
        await cluster.WaitForLivenessToStabilizeAsync();
        Assert.Equal(3, Members(cluster, SiloStatus.Active).Count());

        await cluster.KillSiloAsync(third);
        await cluster.WaitForLivenessToStabilizeAsync(didKill: true);
        Assert.Equal([third.SiloAddress], Members(cluster, SiloStatus.Dead));

        await cluster.StopSiloAsync(cluster.Silos[1]);
        Assert.Single(Members(cluster, SiloStatus.Active));
        Assert.Equal("still here", await cluster.Client.GetGrain<IEchoGrain>("a").Echo("still here"));
    }

    [Fact]
    public async Task A_call_in_flight_ends_when_its_silo_is_declared_dead()
    {
        var journal = new Journal(TimeProvider.System);
        await using var cluster = new InProcessTestClusterBuilder(2)
            .ConfigureSilo((_, silo) => silo
                .AddPlacementDirector<Placement.OnSiloStrategy, Placement.OnSiloDirector>()
                .Configure<ClusterMembershipOptions>(options => (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromMilliseconds(100), 2))
                .Services.AddSingleton(journal))
            .Build();
        await cluster.DeployAsync();
        var call = cluster.GetSiloServiceProvider(cluster.Silos[0].SiloAddress).GetRequiredService<IGrainFactory>()
            .GetGrain<IWorkOnSiloGrain>(cluster.Silos[1].SiloAddress.ToParsableString()).Pass("never");
        await journal.Until("in never");
        await cluster.KillSiloAsync(cluster.Silos[1]);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
    }

    private static IEnumerable<SiloAddress> Members(InProcessTestCluster cluster, SiloStatus status) =>
        cluster.GetSiloServiceProvider().GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Where(member => member.Status == status).Select(member => member.SiloAddress);
}
