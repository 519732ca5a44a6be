using OrleansInference.Engine.Tests.Grains;
using OrleansInference.Engine.Tests.Placement;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Simulation;

public sealed class CrashTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_call_in_flight_hangs_until_the_silo_is_declared_dead() => Run(async (cluster, silos, journal) =>
    {
        var call = On<IWorkOnSiloGrain>(silos[0], silos[1]).Pass("never");
        await journal.Until("in never");
        var started = cluster.Elapsed;
        cluster.CrashSilo(silos[1]);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
        Assert.InRange(cluster.Elapsed - started, 10 * Second, 15.2 * Second);
    });

    [Fact]
    public void A_new_call_to_a_crashed_silo_fails_at_once() => Run(async (cluster, silos, _) =>
    {
        var grain = On<IWorkOnSiloGrain>(silos[0], silos[1]);
        await grain.Nothing();
        cluster.CrashSilo(silos[1]);
        var started = cluster.Elapsed;
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Nothing());
        Assert.InRange(cluster.Elapsed - started, TimeSpan.Zero, 0.1 * Second);
    });

    [Fact]
    public void Nothing_of_a_crashed_silo_runs_on_and_its_grains_come_back_elsewhere() => Run(async (cluster, silos, journal) =>
    {
        var grain = silos[1].GrainFactory.GetGrain<IHomeGrain>("h");
        Assert.Equal(silos[1].Address, await grain.StartTicking());
        await journal.Until("tick");
        cluster.CrashSilo(silos[1]);
        var ticks = journal.Entries.Count;
        await Task.Delay(20 * Second, cluster.TimeProvider);
        Assert.Equal(ticks, journal.Entries.Count);
        Assert.Equal(SiloStatus.Dead, Membership(silos[0]).CurrentSnapshot.GetSiloStatus(silos[1].Address));
        Assert.NotEqual(silos[1].Address, await silos[0].GrainFactory.GetGrain<IHomeGrain>("h").StartTicking());
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.StartTicking());
    });

    [Fact]
    public void A_restarted_silo_is_another_address() => Run(async (cluster, silos, _) =>
    {
        cluster.CrashSilo(silos[1]);
        var again = await cluster.RestartSiloAsync(silos[1]);
        Assert.NotEqual(silos[1].Address, again.Address);
        Assert.True(again.Address.IsSuccessorOf(silos[1].Address));
        await Task.Delay(Second, cluster.TimeProvider);
        await On<IWorkOnSiloGrain>(silos[0], again).Nothing();
    });

    [Fact]
    public void A_silo_that_stops_ends_its_activations_in_order_and_tells_the_others() => Run(async (cluster, silos, journal) =>
    {
        var seen = new List<SiloStatus>();
        var watching = silos[0].RunAsync(async () =>
        {
            await foreach (var snapshot in Membership(silos[0]).MembershipUpdates)
            {
                seen.Add(snapshot.GetSiloStatus(silos[1].Address));
                if (seen[^1] == SiloStatus.Dead) break;
            }
        });
        var running = On<IWorkOnSiloGrain>(silos[0], silos[1]).Pass("held");
        await journal.Until("in held");
        var stopping = cluster.StopSiloAsync(silos[1]);
        await Task.Delay(Second, cluster.TimeProvider);
        Assert.False(stopping.IsCompleted);
        journal.Open("held");
        await Task.WhenAll(running, stopping, watching);
        Assert.Contains("deactivated ShuttingDown", journal.Entries);
        Assert.Equal([SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Dead], seen);
        Assert.False(silos[1].IsAlive);
    });

    [Fact]
    public void A_silo_that_stops_makes_no_new_workers_and_refuses_grains_that_are_bound_to_it() => Run(async (cluster, silos, journal) =>
    {
        var held = silos[1].GrainFactory.GetGrain<IWorkerGrain>("w").Pass("held");
        await journal.Until("in held");
        var stopping = cluster.StopSiloAsync(silos[1]);
        await Task.Delay(Second, cluster.TimeProvider);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => silos[1].GrainFactory.GetGrain<IWorkerGrain>("w").Where());
        await Assert.ThrowsAsync<SiloUnavailableException>(() => On<IWorkOnSiloGrain>(silos[0], silos[1]).Nothing());
        Assert.NotEqual(silos[1].Address, await silos[1].GrainFactory.GetGrain<IEchoGrain>("e").Where());
        journal.Open("held");
        await Task.WhenAll(held, stopping);
    });

    [Fact]
    public void An_isolated_silo_runs_on_beside_its_successor_until_it_learns_that_it_is_dead() => Run(async (cluster, silos, _) =>
    {
        var home = await silos[1].GrainFactory.GetGrain<IHomeGrain>("h").StartTicking();
        Assert.Equal(silos[1].Address, home);
        cluster.Isolate(silos[1]);
        await Task.Delay(20 * Second, cluster.TimeProvider);
        // Two activations at once.
        Assert.NotEqual(home, await silos[0].GrainFactory.GetGrain<IHomeGrain>("h").StartTicking());
        Assert.Equal(home, await silos[1].GrainFactory.GetGrain<IHomeGrain>("h").StartTicking());
        cluster.Heal();
        await Task.Delay(Second, cluster.TimeProvider);
        Assert.False(silos[1].IsAlive);
    });

    [Fact]
    public void Calls_across_a_partition_time_out_and_work_again_once_it_is_mended() => Run(async (cluster, silos, _) =>
    {
        var grain = On<IWorkOnSiloGrain>(silos[0], silos[1]);
        cluster.Partition([silos[0]], [silos[1]]);
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Nothing());
        await On<IWorkOnSiloGrain>(silos[2], silos[1]).Nothing();
        cluster.Heal();
        await grain.Nothing();
    });

    [Fact]
    public void A_lost_response_is_a_timeout_with_the_work_done() => Run(async (cluster, silos, journal) =>
    {
        var grain = On<IWorkOnSiloGrain>(silos[0], silos[1]);
        var call = grain.Pass("held");
        await journal.Until("in held");
        cluster.Network.LossRate = 1;
        journal.Open("held");
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("out held", journal.Entries);
    });

    [Fact]
    public void A_duplicated_request_runs_twice_and_ends_once() => Run(async (cluster, silos, journal) =>
    {
        cluster.Network.DuplicationRate = 1;
        journal.Open("a");
        await On<IWorkOnSiloGrain>(silos[0], silos[1]).Pass("a");
        await Task.Delay(Second, cluster.TimeProvider);
        Assert.Equal(2, journal.Entries.Count(entry => entry == "out a"));
    });

    [Fact]
    public void A_slow_silo_takes_its_time_for_every_turn() => Run(async (cluster, silos, _) =>
    {
        cluster.SlowDown(silos[1], Second);
        var started = cluster.Elapsed;
        await On<IWorkOnSiloGrain>(silos[0], silos[1]).Nothing();
        Assert.InRange(cluster.Elapsed - started, Second, 4 * Second);
    });

    private static IClusterMembershipService Membership(SimulatedSilo silo) => silo.Services.GetRequiredService<IClusterMembershipService>();

    private static TGrain On<TGrain>(SimulatedSilo caller, SimulatedSilo target) where TGrain : IGrainWithStringKey =>
        caller.GrainFactory.GetGrain<TGrain>(target.Address.ToParsableString());

    private static void Run(Func<SimulatedCluster, SimulatedSilo[], Journal, Task> body)
    {
        using var cluster = new SimulatedCluster(seed: 11);
        var journal = new Journal(cluster.TimeProvider);
        for (var i = 0; i < 3; i++)
            cluster.AddSilo(builder => builder.AddPlacementDirector<OnSiloStrategy, OnSiloDirector>().Services.AddSingleton(journal));
        cluster.Run(async () =>
        {
            await Task.Delay(Second, cluster.TimeProvider);
            await body(cluster, [.. cluster.Silos], journal);
        });
    }
}
