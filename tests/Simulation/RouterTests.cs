using OrleansInference.Inference;
using OrleansInference.Models.Managed;
using OrleansInference.Routing;

namespace OrleansInference.Simulation;

/// <summary>A model's router dies, moves, or is cut off.</summary>
public sealed class RouterTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory, MemberData(nameof(Seeds))]
    public void A_silo_that_crashes_with_the_router_takes_no_request_along_but_its_own(int seed)
    {
        using var server = new SimulatedServer(seed);
        server.Start(silos: 3);

        server.Cluster.Run(async () =>
        {
            var (host, epoch) = await Host(server);
            // What is at the host when it dies may be lost with it, until its deadline.
            var before = server.Load(300, Gap, timeLeft: TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromMilliseconds(200), server.Cluster.TimeProvider);
            server.Cluster.CrashSilo(host);
            var after = server.Load(2000, 10 * Gap, timeLeft: null);
            await AssertRebuilt(server, epoch, silos: 2);
            Assert.All(await after, outcome => Assert.Null(outcome.Fault));
            Assert.All(await before, outcome => Assert.True(outcome.Fault is null or { Kind: FaultKind.DeadlineExceeded or FaultKind.Unavailable }));
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_router_that_moves_while_pools_have_nothing_to_say_costs_no_request(int seed)
    {
        using var server = new SimulatedServer(seed);
        server.Start(silos: 3);

        server.Cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(server.Cluster.NewRandom().NextDouble()), server.Cluster.TimeProvider);
            var (host, epoch) = await Host(server);
            var load = server.Load(20, 100 * Gap, timeLeft: null);
            var stopped = server.Cluster.StopSiloAsync(host);
            await AssertRebuilt(server, epoch, silos: 2);
            await stopped;
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
        });
        server.AssertAtRest();
    }

    /// <summary>Where the router is: only there an answer takes no time.</summary>
    private static async Task<(SimulatedSilo Silo, long Epoch)> Host(SimulatedServer server)
    {
        foreach (var silo in server.Alive)
        {
            var asked = server.Cluster.Elapsed;
            var snapshot = await Ask(silo);
            if (server.Cluster.Elapsed == asked) return (silo, snapshot.Epoch);
        }
        throw new InvalidOperationException("No silo answered at once.");
    }

    /// <summary>Until another router is there; less than a second later it knows the ready pools of all living silos, and no dispatcher has lost one of them.</summary>
    private static async Task AssertRebuilt(SimulatedServer server, long epoch, int silos)
    {
        while (true)
        {
            await Task.Delay(Poll, server.Cluster.TimeProvider);
            foreach (var silo in server.Alive)
                Assert.True((await server.DispatcherOf(silo).DescribeAsync(TimedModel.Name, null, default))!.ReadyReplicas >= 2 * silos);
            if (await Newest(server) is not { } snapshot || snapshot.Epoch == epoch) continue;

            var age = server.Cluster.TimeProvider.GetUtcNow() - new DateTimeOffset(snapshot.Epoch, TimeSpan.Zero);
            Assert.True(age < TimeSpan.FromSeconds(1), $"After {age} the table has {snapshot.Pools.Length} pools.");
            if (server.Alive.All(silo => snapshot.Pools.Any(pool => pool.Pool.Silo.Equals(silo.Address) && pool.ReadyReplicas == 2))) return;
        }
    }

    /// <summary>Null where the router does not answer at once.</summary>
    private static async Task<RoutingSnapshot?> Newest(SimulatedServer server)
    {
        try
        {
            return await Ask(server.Alive.First()).WaitAsync(Poll, server.Cluster.TimeProvider);
        }
        catch (Exception exception) when (exception is TimeoutException or SiloUnavailableException or OrleansMessageRejectionException)
        {
            return null;
        }
    }

    private static async Task<RoutingSnapshot> Ask(SimulatedSilo silo)
    {
        RoutingSnapshot? snapshot = null;
        await silo.RunAsync(async () => snapshot = await silo.GrainFactory.GetGrain<IRouterGrain>(TimedModel.Name).Subscribe(silo.Address, 0, null));
        return snapshot!;
    }
}
