using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Autoscaling;
using OrleansInference.Placement;

namespace OrleansInference.Simulation;

/// <summary>The silo with the only replicas of a model dies: requests wait until another one has some.</summary>
public sealed class OnlyPoolTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest that a death goes unnoticed, and then some to load.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(45);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("OI_SIMULATION_SEEDS") ?? "25"))];

    [Theory, MemberData(nameof(Seeds))]
    public void Requests_wait_until_another_silo_has_loaded_a_parked_model(int seed)
    {
        using var server = new SimulatedServer(seed) { LoadTime = TimeSpan.FromSeconds(3) };
        server.Start(silos: 3);
        var random = server.Cluster.NewRandom();
        server.Cluster.Run(async () =>
        {
            foreach (var silo in server.Cluster.Silos) Assert.Null(await SimulatedServer.Resize(silo, silo == server.Cluster.Silos[2] ? 1 : 0));
            await server.UntilReplicas(1);
            var load = server.Load(500, Gap, Enough);
            await Pass(server, 4 * random.NextDouble());
            server.Cluster.CrashSilo(server.Cluster.Silos[2]);
            // Before or after the others know of it.
            await Pass(server, 20 * random.NextDouble());
            Assert.Null(await SimulatedServer.Resize(server.Cluster.Silos[random.Next(2)], 1));
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
            await server.UntilReplicas(1);
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Requests_wait_at_a_door_until_the_only_worker_is_back(int seed)
    {
        var next = SiloRoles.FrontDoor | SiloRoles.Control;
        using var server = new SimulatedServer(seed)
        {
            LoadTime = TimeSpan.FromSeconds(3),
            Configuring = silo =>
            {
                var roles = next;
                silo.Services.AddSingleton(services => new SiloResources
                {
                    Name = services.GetRequiredService<ILocalSiloDetails>().Name, Roles = roles, Devices = static () => [new DeviceRoom("cpu", 8, 0, 0)],
                });
            },
        };
        server.Cluster.AddSilo(server.Configure);
        next = SiloRoles.Worker;
        server.Cluster.AddSilo(server.Configure);
        var random = server.Cluster.NewRandom();
        server.Cluster.Run(async () =>
        {
            await server.UntilReplicas(2);
            var load = server.Load(200, Gap, Enough);
            await Pass(server, 2 * random.NextDouble());
            var lost = server.Cluster.Silos[1];
            server.Cluster.CrashSilo(lost);
            await Pass(server, 15 * random.NextDouble());
            await server.Cluster.RestartSiloAsync(lost);
            Assert.All(await load, outcome => Assert.Null(outcome.Fault));
            await server.UntilReplicas(2);
        });
        server.AssertAtRest();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Requests_wait_for_what_the_autoscaler_puts_elsewhere(int seed)
    {
        using var server = new ScaledServer(seed, new ScalingSpec { MaxReplicas = 4 });
        server.Start(silos: 3);
        var random = server.Server.Cluster.NewRandom();
        server.Server.Cluster.Run(async () =>
        {
            await server.Load(1, TimeSpan.FromSeconds(10));
            var load = server.Load(1, TimeSpan.FromSeconds(20));
            await Pass(server.Server, 10 * random.NextDouble());
            // It has both replicas, and perhaps the router and the autoscaler.
            server.Server.Cluster.CrashSilo(server.Server.Cluster.Silos[0]);
            await load;
            await server.Until(version => version.Ready > 0, TimeSpan.FromSeconds(60));
        });
        server.Server.AssertAtRest();
    }

    private static Task Pass(SimulatedServer server, double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), server.Cluster.TimeProvider);
}
