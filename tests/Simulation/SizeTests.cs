using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Models.Managed;

namespace OrleansInference.Simulation;

/// <summary>Pools that grow, shrink and are parked while requests come.</summary>
public sealed class SizeTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LoadTime = TimeSpan.FromMilliseconds(150);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("OI_SIMULATION_SEEDS") ?? "25"))];

    public static TheoryData<int> FewSeeds => [1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Seeds))]
    public void Sizes_that_change_at_random_fail_no_request_and_settle(int seed)
    {
        using var server = Start(seed);
        var random = server.Cluster.NewRandom();
        server.Cluster.Run(async () =>
        {
            int[] sizes = [2, 2, 2];
            server.Woken = _ => Set(0, 1);
            var load = server.Load(1500, Gap, Enough);
            while (!load.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 * random.NextDouble()), server.Cluster.TimeProvider);
                // Often none, so that there are times when all are parked.
                Set(random.Next(3), Math.Max(0, random.Next(-4, 5)));
            }
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));

            await Settled(server, sizes.Sum());

            void Set(int silo, int size)
            {
                sizes[silo] = size;
                _ = Accepted(SimulatedServer.Resize(server.Cluster.Silos[silo], size));
            }
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Requests_wait_for_a_parked_model_to_load(int seed)
    {
        using var server = Start(seed, TimeSpan.FromSeconds(3));
        server.Cluster.Run(async () =>
        {
            await Park(server);
            var wakes = 0;
            server.Woken = model =>
            {
                if (wakes++ == 0) _ = Accepted(SimulatedServer.Resize(server.Cluster.Silos[seed % 3], 2));
            };
            Assert.All(await server.Load(200, Gap, Enough), outcome => Assert.Null(outcome.Fault));

            // Each of three dispatchers at once, and every second while the model loads.
            Assert.InRange(wakes, 3, 3 * 5);
            await Settled(server, 2);
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void What_is_queued_when_the_last_replicas_go_waits_for_the_next(int seed)
    {
        using var server = Start(seed);
        server.Cluster.Run(async () =>
        {
            // Ten times what the replicas can do.
            var load = server.Load(400, Gap / 20, Enough);
            await Task.Delay(TimeSpan.FromMilliseconds(30), server.Cluster.TimeProvider);
            foreach (var silo in server.Alive) await Accepted(SimulatedServer.Resize(silo, 0));
            await Settled(server, 0);
            Assert.False(load.IsCompleted);

            await Accepted(SimulatedServer.Resize(server.Cluster.Silos[1], 3));
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
            await Settled(server, 3);
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(FewSeeds))]
    public void A_silo_that_has_died_with_the_last_replica_leaves_the_requests_to_those_that_wake(int seed)
    {
        using var server = Start(seed);
        server.Cluster.Run(async () =>
        {
            await Park(server);
            await Accepted(SimulatedServer.Resize(server.Cluster.Silos[2], 2));
            await Settled(server, 2);
            server.Woken = model =>
            {
                foreach (var silo in server.Alive) _ = Accepted(SimulatedServer.Resize(silo, 1));
            };
            server.Cluster.CrashSilo(server.Cluster.Silos[2]);
            await server.UntilReplicas(0);
            Assert.All(await server.Load(200, Gap, Enough), outcome => Assert.Null(outcome.Fault));
            await server.UntilReplicas(2);
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(FewSeeds))]
    public void A_reload_keeps_the_size_and_loads_nothing_of_a_parked_model(int seed)
    {
        using var server = new SimulatedServer(seed, new ControlSpec { Mode = ControlMode.Explicit, AtStart = [TimedModel.Name] });
        server.Start(silos: 3);
        server.Cluster.Run(async () =>
        {
            await Park(server);
            await Accepted(SimulatedServer.Resize(server.Cluster.Silos[0], 3));
            await Settled(server, 3);
            server.Source.Edition = 1;
            var load = server.Load(500, Gap, Enough);
            Assert.Null(await server.Control(door => door.LoadAsync(TimedModel.Name, null, default)));
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
            await Settled(server, 3);
        });
        server.AssertAtRest();
    }

    [Fact]
    public void One_seed_gives_one_run()
    {
        Assert.Equal(TraceOf(7), TraceOf(7));

        static string TraceOf(int seed)
        {
            using var server = Start(seed);
            server.Cluster.Run(async () =>
            {
                var load = server.Load(200, Gap, Enough);
                foreach (var size in new[] { 0, 3, 1 })
                    foreach (var silo in server.Alive) await Accepted(SimulatedServer.Resize(silo, size));
                await load;
            });
            return server.Cluster.TraceHash;
        }
    }

    private static SimulatedServer Start(int seed, TimeSpan? loadTime = null)
    {
        var server = new SimulatedServer(seed) { LoadTime = loadTime ?? LoadTime };
        server.Start(silos: 3);
        return server;
    }

    private static async Task Park(SimulatedServer server)
    {
        foreach (var silo in server.Alive) await Accepted(SimulatedServer.Resize(silo, 0));
        await Settled(server, 0);
    }

    private static async Task Accepted(Task<InferenceFault?> resized) => Assert.Null(await resized);

    /// <summary>So many replicas are known everywhere, and no other is loaded.</summary>
    private static async Task Settled(SimulatedServer server, int replicas)
    {
        await server.UntilReplicas(replicas);
        for (var i = 0; server.Watch.Loaded != replicas; i++)
        {
            Assert.True(i < 100, $"{server.Watch.Loaded} replicas are loaded, and not {replicas}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), server.Cluster.TimeProvider);
        }
        Assert.Equal(0, server.Watch.Ghosts);
    }
}
