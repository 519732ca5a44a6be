using OrleansInference.Inference;

namespace OrleansInference.Simulation;

/// <summary>
/// What a request meets on its way: a silo that dies at any moment of it, messages that get lost, silos that cannot reach each other. With time enough, none fails.
/// </summary>
public sealed class FailureTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("OI_SIMULATION_SEEDS") ?? "25"))];

    [Theory, MemberData(nameof(Seeds))]
    public void A_silo_that_dies_at_any_moment_takes_no_request_of_another_door_along(int seed)
    {
        using var server = Warm(seed);
        var random = server.Cluster.NewRandom();
        server.Cluster.Run(async () =>
        {
            var load = server.Load(600, Gap, Enough);
            await Task.Delay(TimeSpan.FromMilliseconds(500 * random.NextDouble()), server.Cluster.TimeProvider);
            server.Cluster.CrashSilo(server.Cluster.Silos[random.Next(3)]);
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Lost_and_doubled_messages_cost_time_and_no_request(int seed)
    {
        using var server = Warm(seed);
        server.Cluster.Network.LossRate = 0.01;
        server.Cluster.Network.DuplicationRate = 0.01;
        server.Cluster.Run(async () => Assert.All(await server.Load(1000, Gap, Enough), outcome => Assert.Null(outcome.Fault)));
        server.Cluster.Network.LossRate = server.Cluster.Network.DuplicationRate = 0;
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Silos_that_cannot_reach_each_other_for_a_while_serve_what_comes_to_them(int seed)
    {
        using var server = Warm(seed);
        var random = server.Cluster.NewRandom();
        server.Cluster.Run(async () =>
        {
            var load = server.Load(800, Gap, Enough);
            await Task.Delay(TimeSpan.FromMilliseconds(300 * random.NextDouble()), server.Cluster.TimeProvider);
            var first = random.Next(3);
            server.Cluster.Partition([server.Cluster.Silos[first]], [server.Cluster.Silos[(first + 1) % 3]]);
            await Task.Delay(TimeSpan.FromMilliseconds(300), server.Cluster.TimeProvider);
            server.Cluster.Heal();
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_silo_that_turns_slow_holds_nobody_up_for_long(int seed)
    {
        using var server = Warm(seed);
        var random = server.Cluster.NewRandom();
        server.Cluster.Run(async () =>
        {
            var slow = server.Cluster.Silos[random.Next(3)];
            server.Cluster.SlowDown(slow, TimeSpan.FromMilliseconds(2));
            Assert.All(await server.Load(1000, 2 * Gap, TimeSpan.FromSeconds(5)), outcome => Assert.Null(outcome.Fault));
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Every_silo_restarts_in_turn_under_load_and_no_request_fails(int seed)
    {
        using var server = Warm(seed);
        server.Cluster.Run(async () =>
        {
            var load = server.Load(3000, Gap, timeLeft: null);
            for (var i = 0; i < 3; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), server.Cluster.TimeProvider);
                await server.Cluster.AddSiloAsync(server.Configure);
                await server.UntilReady(silos: 4);
                await server.Stop(server.Cluster.Silos[i]);
                await server.UntilReady(silos: 3);
            }
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
        });
        server.AssertAtRest();
    }

    /// <summary>Three silos that have seen what is usual.</summary>
    private static SimulatedServer Warm(int seed)
    {
        var server = new SimulatedServer(seed);
        server.Start(silos: 3);
        server.Cluster.Run(async () => Assert.All(await server.Load(600, Gap, Enough), outcome => Assert.Null(outcome.Fault)));
        return server;
    }
}
