using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Autoscaling;
using OrleansInference.Models.Managed;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Simulation;

/// <summary>All silos crash and come back, with a storage that fails for a while before and after.</summary>
public sealed class SavedStateTests
{
    private static readonly ScalingSpec Spec = new() { MaxReplicas = 8 };

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Seeds))]
    public void What_was_set_is_back_when_every_silo_has_crashed_whenever_the_storage_fails(int seed)
    {
        var storage = new SimulatedStorage(seed) { Time = () => Server!.Time };
        using var server = Server = new ScaledServer(seed, Spec, storage);
        server.Start(silos: 3);
        server.Server.Cluster.Run(async () =>
        {
            await server.Until(version => version.Ready > 0, TimeSpan.FromSeconds(20));
            storage.IsFailing = true;
            await server.Set(new ScalingOverride { Stamp = 0, Pinned = 4 });
            await SetTraffic(server);
            // Nothing waits for the storage.
            await server.Until(version => version is { Ready: 4, Pinned: 4 }, TimeSpan.FromSeconds(20));
            storage.IsFailing = false;
            await Task.Delay(TimeSpan.FromSeconds(60), server.Time);
            Assert.Equal(2, storage.Count);

            var silos = server.Alive.ToList();
            foreach (var silo in silos) server.Server.Cluster.CrashSilo(silo);
            storage.IsFailing = true;
            foreach (var silo in silos) await server.Server.Cluster.RestartSiloAsync(silo);
            // It goes on without, from what is configured.
            await server.Until(version => version.Ready > 0, TimeSpan.FromSeconds(60));
            storage.IsFailing = false;
            await server.Until(version => version is { Ready: 4, Pinned: 4 }, TimeSpan.FromSeconds(90));
            for (var second = 0; await StickyKey(server) != "user"; second++)
            {
                Assert.True(second < 60, "The traffic that was set is not back a minute after the storage.");
                await Task.Delay(TimeSpan.FromSeconds(1), server.Time);
            }
            await server.Load(1, TimeSpan.FromSeconds(10));
        });
        server.Server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_cluster_that_comes_back_has_the_size_it_had(int seed)
    {
        var storage = new SimulatedStorage(seed) { Time = () => Server!.Time };
        using var server = Server = new ScaledServer(seed, Spec, storage);
        server.Start(silos: 3);
        server.Server.Cluster.Run(async () =>
        {
            await server.Load(0.6, TimeSpan.FromSeconds(10));
            await server.Load(6, TimeSpan.FromSeconds(40));
            var before = (await server.Version()).Wanted;
            Assert.True(before >= 4, $"{before} are wanted");
            await Task.Delay(TimeSpan.FromSeconds(10), server.Time);
            before = (await server.Version()).Wanted;

            var silos = server.Alive.ToList();
            foreach (var silo in silos) server.Server.Cluster.CrashSilo(silo);
            // Silos that ask for their sizes reach the autoscaler only once the dead are known to be; else they begin as configured.
            await Task.Delay(TimeSpan.FromSeconds(30), server.Time);
            foreach (var silo in silos) await server.Server.Cluster.RestartSiloAsync(silo);
            await server.Until(version => version.Wanted > 0, TimeSpan.FromSeconds(60));
            Assert.Equal(before, (await server.Version()).Wanted);
            await server.Until(version => version.Ready == Math.Min(before, 2 * server.Alive.Count()), TimeSpan.FromSeconds(60));
        });
    }

    private ScaledServer? Server { get; set; }

    private static async Task SetTraffic(ScaledServer server)
    {
        var silo = server.Alive.First();
        await silo.RunAsync(async () => Assert.Null(
            await silo.Services.GetRequiredService<ITrafficControl>().ChangeAsync(TimedModel.Name, new TrafficChange { StickyKey = "user" }, default)));
    }

    private static async Task<string?> StickyKey(ScaledServer server)
    {
        string? key = null;
        var silo = server.Alive.Last();
        await silo.RunAsync(async () => key = (await silo.Services.GetRequiredService<ITrafficControl>().GetAsync(TimedModel.Name, default))!.Spec.StickyKey);
        return key;
    }
}
