using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Hosting;

/// <summary>Silos that join, stop and crash: each test has a cluster of its own.</summary>
public sealed class TestClusterTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly Journal _journal = new(TimeProvider.System);
    private readonly InProcessTestCluster _cluster;

    public TestClusterTests() =>
        _cluster = new InProcessTestClusterBuilder(2)
            .ConfigureSilo((_, silo) => silo
                .AddPlacementDirector<Placement.OnSiloStrategy, Placement.OnSiloDirector>()
                .Configure<ClusterMembershipOptions>(options => (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromMilliseconds(100), 2))
                .Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 1)
                .Services.AddSingleton(_journal))
            .Build();

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Silos_join_stop_and_are_killed()
    {
        var third = await _cluster.StartAdditionalSiloAsync();
        await UntilFirstSees(silos => silos.Values.Count(status => status == SiloStatus.Active) == 3);

        await _cluster.KillSiloAsync(third);
        await UntilFirstSees(silos => silos[third.SiloAddress] == SiloStatus.Dead);

        var second = _cluster.Silos[1];
        await _cluster.StopSiloAsync(second);
        await UntilFirstSees(silos => silos[second.SiloAddress] == SiloStatus.Dead);
        Assert.Equal("still here", await _cluster.Client.GetGrain<IEchoGrain>("a").Echo("still here"));
    }

    [Fact]
    public async Task A_call_in_flight_ends_when_its_silo_is_declared_dead()
    {
        var call = OnSecond().Pass("never");
        await _journal.Until("in never");
        await _cluster.KillSiloAsync(_cluster.Silos[1]);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => call.WaitAsync(Bound));
    }

    [Fact]
    public async Task A_silo_that_stops_finishes_what_runs_and_says_why_its_grains_go()
    {
        var second = _cluster.Silos[1];
        var call = OnSecond().Pass("slow");
        await _journal.Until("in slow");
        var stopped = _cluster.StopSiloAsync(second);
        await UntilFirstSees(silos => silos[second.SiloAddress] != SiloStatus.Active);
        _journal.Open("slow");
        await call.WaitAsync(Bound);
        await stopped;
        await _journal.Until("deactivated ShuttingDown");
    }

    [Fact]
    public async Task A_grain_that_is_bound_to_a_silo_that_has_stopped_is_what_its_director_says()
    {
        var grain = OnSecond();
        await grain.Nothing();
        var second = _cluster.Silos[1];
        await _cluster.StopSiloAsync(second);
        await UntilFirstSees(silos => silos[second.SiloAddress] == SiloStatus.Dead);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Nothing().WaitAsync(Bound));
    }

    [Fact]
    public async Task A_silo_that_has_stopped_makes_no_calls()
    {
        var second = _cluster.Silos[1];
        var grain = second.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("a");
        await grain.Nothing();
        await second.StopSiloAsync(stopGracefully: true);
        await Assert.ThrowsAnyAsync<Exception>(() => grain.Nothing().WaitAsync(Bound));
    }

    [Fact]
    public async Task A_grain_of_a_silo_that_stops_comes_back_on_another()
    {
        var (first, second) = (_cluster.Silos[0], _cluster.Silos[1]);
        Assert.Equal(second.SiloAddress, await Grains(second).GetGrain<Placement.ILocalGrain>("moves").Where());
        await _cluster.StopSiloAsync(second);
        Assert.Equal(first.SiloAddress, await Grains(first).GetGrain<Placement.ILocalGrain>("moves").Where().WaitAsync(Bound));
    }

    private IWorkOnSiloGrain OnSecond() => Grains(_cluster.Silos[0]).GetGrain<IWorkOnSiloGrain>(_cluster.Silos[1].SiloAddress.ToParsableString());

    private static IGrainFactory Grains(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGrainFactory>();

    private async Task UntilFirstSees(Func<IReadOnlyDictionary<SiloAddress, SiloStatus>, bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        var membership = _cluster.Silos[0].ServiceProvider.GetRequiredService<IClusterMembershipService>();
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(bound.Token))
            if (holds(snapshot.Members.ToDictionary(pair => pair.Key, pair => pair.Value.Status)))
                return;
    }
}
