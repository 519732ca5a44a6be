using OrleansInference.Inference;

namespace OrleansInference.Simulation;

public sealed class ClusterTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory, MemberData(nameof(Seeds))]
    public void A_healthy_cluster_answers_every_request(int seed)
    {
        using var server = new SimulatedServer(seed);
        server.Start(silos: 3);

        var outcomes = server.Cluster.Run(() => server.Load(500, Gap, Deadline));
        Assert.Equal(500, outcomes.Length);
        Assert.All(outcomes, outcome => Assert.NotNull(outcome.Response));
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_silo_that_stops_or_joins_under_load_fails_no_request(int seed)
    {
        using var server = new SimulatedServer(seed);
        server.Start(silos: 3);

        server.Cluster.Run(async () =>
        {
            // The silo that leaves takes no new callers: its front door closes first.
            var load = server.Load(1000, Gap, timeLeft: null);
            await Task.Delay(TimeSpan.FromMilliseconds(200), server.Cluster.TimeProvider);
            await server.Cluster.AddSiloAsync(server.Configure);
            await server.Stop(server.Cluster.Silos[0]);
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Crashes_and_losses_lose_no_outcome_and_the_cluster_recovers(int seed)
    {
        using var server = new SimulatedServer(seed);
        server.Start(silos: 3);
        server.Cluster.Network.LossRate = 0.01;
        server.Cluster.Network.DuplicationRate = 0.01;

        server.Cluster.Run(async () =>
        {
            var load = server.Load(1000, Gap, Deadline);
            await Task.Delay(TimeSpan.FromMilliseconds(300), server.Cluster.TimeProvider);
            server.Cluster.CrashSilo(server.Cluster.Silos[seed % 3]);
            await server.Cluster.RestartSiloAsync(server.Cluster.Silos[seed % 3]);
            // A lost call or a dead silo costs at most the deadline; nothing is answered wrongly, nothing hangs.
            Assert.All(await load, outcome => Assert.True(outcome.Fault is null or { Kind: FaultKind.DeadlineExceeded or FaultKind.Unavailable }, outcome.ToString()));
        });

        server.Cluster.Network.LossRate = server.Cluster.Network.DuplicationRate = 0;
        server.Cluster.Run(() => server.UntilReady(silos: 3));
        var after = server.Cluster.Run(() => server.Load(200, Gap, Deadline));
        Assert.All(after, outcome => Assert.NotNull(outcome.Response));
        server.AssertAtRest();
    }

    [Fact]
    public void One_seed_gives_one_run()
    {
        Assert.Equal(TraceOf(7), TraceOf(7));
        Assert.NotEqual(TraceOf(7), TraceOf(8));

        static string TraceOf(int seed)
        {
            using var server = new SimulatedServer(seed);
            server.Start(silos: 3);
            server.Cluster.Network.LossRate = 0.01;
            server.Cluster.Run(async () =>
            {
                var load = server.Load(300, Gap, Deadline);
                await Task.Delay(TimeSpan.FromMilliseconds(100), server.Cluster.TimeProvider);
                server.Cluster.CrashSilo(server.Cluster.Silos[1]);
                await load;
            });
            return server.Cluster.TraceHash;
        }
    }
}
