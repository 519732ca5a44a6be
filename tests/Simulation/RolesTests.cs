using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Autoscaling;
using OrleansInference.Models.Managed;
using OrleansInference.Placement;
using OrleansInference.Routing;

namespace OrleansInference.Simulation;

/// <summary>A front door, workers, and control silos that die one after the other under load.</summary>
public sealed class RolesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory, MemberData(nameof(Seeds))]
    public void Routers_go_to_control_silos_and_elsewhere_without_and_no_request_is_lost(int seed)
    {
        var next = SiloRoles.All;
        using var server = new SimulatedServer(seed)
        {
            Configuring = silo =>
            {
                var roles = next;
                silo.Services.AddSingleton(services => new SiloResources
                {
                    Name = services.GetRequiredService<ILocalSiloDetails>().Name, Roles = roles, Devices = static () => [new DeviceRoom("cpu", 8, 0, 0)],
                });
            },
        };
        // The workers are first, so the router begins on one of them.
        foreach (var roles in (SiloRoles[])[SiloRoles.Worker, SiloRoles.Worker, SiloRoles.FrontDoor, SiloRoles.Control, SiloRoles.Control]) Add(roles);
        server.Cluster.Run(() => server.UntilReplicas(4));

        server.Cluster.Run(async () =>
        {
            var load = server.Load(3000, Second / 50, timeLeft: null);
            var first = await Host(server, SiloRoles.Control);
            server.Cluster.CrashSilo(first);
            var second = await Host(server, SiloRoles.Control);
            Assert.NotEqual(first, second);
            await server.Cluster.StopSiloAsync(second);
            await Host(server, SiloRoles.FrontDoor | SiloRoles.Worker);
            next = SiloRoles.Control;
            var joined = await server.Cluster.AddSiloAsync(server.Configure);
            Assert.Equal(joined, await Host(server, SiloRoles.Control));
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
        });
        server.AssertAtRest();

        void Add(SiloRoles roles)
        {
            next = roles;
            server.Cluster.AddSilo(server.Configure);
        }
    }

    /// <summary>Waits until the router is on a silo with one of the roles; only there an answer takes no time.</summary>
    private static async Task<SimulatedSilo> Host(SimulatedServer server, SiloRoles roles)
    {
        for (var end = server.Cluster.Elapsed + (60 * Second); server.Cluster.Elapsed < end;)
        {
            foreach (var silo in server.Alive.ToList())
            {
                var (asked, snapshot) = (server.Cluster.Elapsed, default(RoutingSnapshot));
                var router = silo.GrainFactory.GetGrain<IRouterGrain>(TimedModel.Name);
                var ask = silo.RunAsync(async () => snapshot = await router.Subscribe(silo.Address, 0, null));
                await Task.WhenAny(ask, Task.Delay(Second, server.Cluster.TimeProvider));
                if (snapshot is not null && server.Cluster.Elapsed == asked && (silo.Services.GetRequiredService<SiloResources>().Roles & roles) != SiloRoles.None) return silo;
            }
            await Task.Delay(Second / 10, server.Cluster.TimeProvider);
        }
        throw new TimeoutException($"The router did not come to a silo with the role {roles} within a minute.");
    }
}
