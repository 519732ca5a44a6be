using OrleansInference.Autoscaling;

namespace OrleansInference.Simulation;

/// <summary>The autoscaler as a whole: real grains, simulated time, and an orchestrator that starts and stops silos.</summary>
public sealed class AutoscaleTests
{
    private const double Low = 0.6, High = 6;

    private static readonly ScalingSpec Spec = new() { MaxReplicas = 8, StabilisationWindow = TimeSpan.FromSeconds(60) };

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Seeds))]
    public void Load_that_rises_tenfold_gets_replicas_and_silos_and_gives_them_back(int seed)
    {
        using var server = new ScaledServer(seed, Spec);
        server.Start();
        server.Server.Cluster.Run(async () =>
        {
            await server.Load(Low, TimeSpan.FromSeconds(30));
            Assert.Single(server.Alive);
            var load = server.Load(High, TimeSpan.FromSeconds(90));
            // 6 × 0.4 s of work each second, at 65 %.
            await server.Until(version => version.Ready >= 4 && server.Alive.Count() >= 2, TimeSpan.FromSeconds(80));
            await load;
            var most = server.Alive.Count();

            load = server.Load(Low / 2, TimeSpan.FromMinutes(10));
            await server.Until(version => version is { Ready: 1, Loading: 0, Wanted: 1 }, TimeSpan.FromMinutes(6));
            await server.Until(_ => server.Alive.Count() < most, TimeSpan.FromMinutes(8));
            await load;
            Assert.Equal(1, server.Server.Watch.Loaded);
        });
        server.Server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void An_autoscaler_that_is_lost_under_load_comes_back_and_begins_from_what_runs(int seed)
    {
        using var server = new ScaledServer(seed, Spec with { StabilisationWindow = TimeSpan.FromSeconds(120) });
        server.Start(silos: 4);
        server.Server.Cluster.Run(async () =>
        {
            await server.Load(High, TimeSpan.FromSeconds(20));
            await server.Load(10, TimeSpan.FromSeconds(30));
            await server.Until(version => version.Ready >= 5, TimeSpan.FromSeconds(20));
            var load = server.Load(High / 4, TimeSpan.FromSeconds(70));
            await Task.Delay(TimeSpan.FromSeconds(5), server.Time);
            var lost = await server.Host();
            server.Server.Cluster.CrashSilo(lost);
            await server.Until(version => version.Ready >= 3, TimeSpan.FromSeconds(40)); // a silo has at most two
            Assert.NotSame(lost, await server.Host());
            var running = await server.Version();
            Assert.True(running.Wanted >= 3);
            for (var i = 0; i < 30; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), server.Time);
                var version = await server.Version();
                Assert.True(version.Wanted >= running.Wanted, $"{version.Wanted} are wanted after {running.Wanted}: {string.Join("; ", version.Decisions[0].Reasons)}");
            }
            await load;
        });
        server.Server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void What_operators_have_set_outlives_the_autoscaler(int seed)
    {
        using var server = new ScaledServer(seed, Spec);
        server.Start(silos: 3);
        server.Server.Cluster.Run(async () =>
        {
            await server.Until(version => version.Ready > 0, TimeSpan.FromSeconds(20));
            await server.Set(new ScalingOverride { Stamp = 0, Pinned = 4 });
            await server.Until(version => version.Ready == 4, TimeSpan.FromSeconds(20));
            var load = server.Load(Low, TimeSpan.FromSeconds(30));
            server.Server.Cluster.CrashSilo(await server.Host());
            await Task.Delay(TimeSpan.FromSeconds(2), server.Time);
            await server.Until(version => version is { Ready: 4, Pinned: 4, Wanted: 4 }, TimeSpan.FromSeconds(60));
            await load;
        });
        server.Server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void An_idle_model_goes_to_zero_and_the_next_requests_wait_for_it(int seed)
    {
        using var server = new ScaledServer(seed, Spec with { IdleBeforeZero = TimeSpan.FromSeconds(20) });
        server.Start(silos: 2);
        server.Server.Cluster.Run(async () =>
        {
            await server.Load(2, TimeSpan.FromSeconds(10));
            await server.Until(version => version is { Ready: 0, Loading: 0, Wanted: 0 }, TimeSpan.FromSeconds(60));
            Assert.Equal(0, server.Server.Watch.Loaded);

            var sent = server.Server.Cluster.Elapsed;
            await server.Load(10, TimeSpan.FromSeconds(1));
            // 3 s to load, 4 s of work, and no tick waited for.
            Assert.InRange((server.Server.Cluster.Elapsed - sent).TotalSeconds, 3, 10);
            await server.Until(version => version is { Ready: > 0 }, TimeSpan.FromSeconds(5));
        });
        server.Server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_silo_that_joins_begins_with_none_of_what_others_serve(int seed)
    {
        using var server = new ScaledServer(seed, Spec);
        server.Start();
        server.Server.Cluster.Run(async () =>
        {
            await server.Server.Cluster.AddSiloAsync(server.Server.Configure);
            await Task.Delay(TimeSpan.FromSeconds(10), server.Time);
            Assert.Equal(2, server.Server.Watch.Loaded);
            await server.Server.UntilReplicas(2);
            await server.Set(new ScalingOverride { Stamp = 0, Pinned = 3 });
            await server.Until(version => version.Ready == 3, TimeSpan.FromSeconds(10));
            await server.Load(4, TimeSpan.FromSeconds(10));
        });
        server.Server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void An_orchestrator_that_fails_is_shown_and_what_is_there_serves_steadily(int seed)
    {
        using var server = new ScaledServer(seed, Spec);
        server.Orchestrator.Problem = "no machine is free";
        server.Start();
        server.Server.Cluster.Run(async () =>
        {
            var load = server.Load(4.5, TimeSpan.FromSeconds(60));
            await server.Until(version => version.Wanted > 2 && version.Decisions[0].Reasons.Any(reason => reason.Rule == "room"), TimeSpan.FromSeconds(60));
            await load;
            var status = await server.Status();
            Assert.Equal("no machine is free", status.Hosts.Problem);
            Assert.Equal(2, Assert.Single(status.Versions).Ready);
            Assert.Equal(server.Orchestrator.Asked.Order(), server.Orchestrator.Asked);
            Assert.True(server.Orchestrator.Asked[^1] > 1);

            server.Orchestrator.Problem = null;
            load = server.Load(4.5, TimeSpan.FromSeconds(40));
            await server.Until(version => version.Ready > 2, TimeSpan.FromSeconds(40));
            await load;
            Assert.Null((await server.Status()).Hosts.Problem);
        });
        server.Server.AssertAtRest();
    }
}
