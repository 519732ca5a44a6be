using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Simulation;

public sealed class ControlTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);
    private static readonly ControlSpec OnDemand = new() { Mode = ControlMode.Explicit, AtStart = [TimedModel.Name] };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    public static TheoryData<int> FewSeeds => [1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Seeds))]
    public void Reloads_under_load_lose_and_refuse_no_request(int seed)
    {
        using var server = new SimulatedServer(seed, OnDemand);
        server.Start(silos: 3);

        server.Cluster.Run(async () =>
        {
            var load = server.Load(3000, Gap, timeLeft: null);
            for (var edition = 1; edition <= 5; edition++)
            {
                server.Source.Edition = edition;
                Assert.Null(await server.Control(door => door.LoadAsync(TimedModel.Name, null, default)));
                await Task.Delay(TimeSpan.FromMilliseconds(300), server.Cluster.TimeProvider);
            }
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
            await AtRest(server, loaded: 6);
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(FewSeeds))]
    public void A_hundred_models_that_come_and_go_leave_nothing_behind(int seed)
    {
        using var server = new SimulatedServer(seed, OnDemand);
        server.Start(silos: 3);

        server.Cluster.Run(async () =>
        {
            var load = server.Load(500, Gap, timeLeft: null);
            for (var i = 0; i < 100; i++)
            {
                Assert.Null(await server.Control(door => door.LoadAsync($"m{i}", null, default)));
                Assert.Null(await server.Control(door => door.UnloadAsync($"m{i}", false, default)));
            }
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
            await AtRest(server, loaded: 6);
            foreach (var silo in server.Alive)
            {
                await Until(server, () => server.DispatcherOf(silo).Models.SequenceEqual([TimedModel.Name]));
                Assert.Equal(1, silo.Services.GetRequiredService<SiloControl>().PoolCount);
            }
        });
        server.AssertAtRest();
    }

    [Fact]
    public void One_seed_gives_one_run()
    {
        Assert.Equal(TraceOf(7), TraceOf(7));

        static string TraceOf(int seed)
        {
            using var server = new SimulatedServer(seed, OnDemand);
            server.Start(silos: 3);
            server.Cluster.Run(async () =>
            {
                var load = server.Load(200, Gap, timeLeft: null);
                foreach (var model in new[] { "x", "a", "m" }) await server.Control(door => door.LoadAsync(model, null, default));
                await server.Control(door => door.UnloadAsync("a", false, default));
                await load;
            });
            return server.Cluster.TraceHash;
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Crashes_losses_and_silos_that_join_end_in_what_was_asked_for_last(int seed)
    {
        using var server = new SimulatedServer(seed, OnDemand);
        server.Start(silos: 3);
        server.Cluster.Network.LossRate = 0.01;

        server.Cluster.Run(async () =>
        {
            var load = server.Load(1000, Gap, TimeSpan.FromSeconds(2));
            var reload = Changed(server, 1);
            await Task.Delay(TimeSpan.FromMilliseconds(20), server.Cluster.TimeProvider);
            server.Cluster.CrashSilo(server.Cluster.Silos[seed % 3]);
            await server.Cluster.RestartSiloAsync(server.Cluster.Silos[seed % 3]);
            await reload;
            await Changed(server, 2);
            Assert.All(await load, outcome => Assert.True(
                outcome.Fault is null or { Kind: FaultKind.DeadlineExceeded or FaultKind.Unavailable or FaultKind.ModelNotReady }, outcome.ToString()));
        });

        server.Cluster.Network.LossRate = 0;
        server.Cluster.Run(async () =>
        {
            // As long as the crashed silo counts as active, a call names it as the one that did not answer.
            await Until(server, () => server.Cluster.Silos.All(silo => silo.IsAlive || server.Alive.All(other => !IsMember(other, silo))));
            Assert.Null(await server.Control(door => door.LoadAsync("late", null, default)));
            Assert.Null(await server.Control(door => door.UnloadAsync(TimedModel.Name, false, default)));
            foreach (var silo in server.Alive)
                await Until(server, () => silo.Services.GetRequiredService<ModelCatalog>().Entries.Where(entry => entry.IsWanted).Select(entry => entry.Id.Model).SequenceEqual(["late"]));
            foreach (var silo in server.Alive) await Until(server, () => silo.Services.GetRequiredService<SiloControl>().PoolCount == 1);
        });
        server.AssertAtRest();

        // A lost call is a call without an answer: a deadline of its own ends the wait, and the silo that missed it learns from the others.
        static async Task Changed(SimulatedServer server, int edition)
        {
            server.Source.Edition = edition;
            await Task.WhenAny(server.Control(door => door.LoadAsync(TimedModel.Name, null, default)), Task.Delay(TimeSpan.FromSeconds(5), server.Cluster.TimeProvider));
        }
    }

    private static bool IsMember(SimulatedSilo observer, SimulatedSilo silo) =>
        observer.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.GetSiloStatus(silo.Address) == SiloStatus.Active;

    private static async Task AtRest(SimulatedServer server, int loaded)
    {
        await Until(server, () => server.Watch.Loaded == loaded);
        Assert.Equal(0, server.Watch.Ghosts);
    }

    private static async Task Until(SimulatedServer server, Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 600, "The condition did not come true within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), server.Cluster.TimeProvider);
        }
    }
}
