using OrleansInference.Engine.Tests.Grains;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Activations;

public sealed class CollectionTests
{
    [Fact]
    public void An_idle_activation_is_collected_after_its_age() => Run(async (cluster, silo) =>
    {
        await silo.GrainFactory.GetGrain<ILifeGrain>("a").Activation();
        await Task.Delay(TimeSpan.FromMinutes(14), cluster.TimeProvider);
        Assert.Equal(1, silo.ActivationCount);
        await Task.Delay(TimeSpan.FromMinutes(2.5), cluster.TimeProvider);
        Assert.Equal(0, silo.ActivationCount);
    });

    [Fact]
    public void A_delay_keeps_an_activation_and_so_does_use() => Run(async (cluster, silo) =>
    {
        await silo.GrainFactory.GetGrain<ILifeGrain>("stays").Stay(TimeSpan.FromMinutes(40));
        for (var i = 0; i < 3; i++)
        {
            await silo.GrainFactory.GetGrain<ILifeGrain>("used").Activation();
            await Task.Delay(TimeSpan.FromMinutes(10), cluster.TimeProvider);
        }

        Assert.Equal(2, silo.ActivationCount);
    });

    [Fact]
    public void A_class_that_is_kept_alive_is_never_collected_and_an_age_limit_holds() => Run(async (cluster, silo) =>
    {
        await silo.GrainFactory.GetGrain<IKeptGrain>("k").Nothing();
        await silo.GrainFactory.GetGrain<IBriefGrain>("b").Nothing();
        Assert.Equal(2, silo.ActivationCount);
        await Task.Delay(TimeSpan.FromMinutes(4), cluster.TimeProvider);
        Assert.Equal(1, silo.ActivationCount);
        await Task.Delay(TimeSpan.FromMinutes(50), cluster.TimeProvider);
        Assert.Equal(1, silo.ActivationCount);
    });

    private static void Run(Func<SimulatedCluster, SimulatedSilo, Task> body)
    {
        using var cluster = new SimulatedCluster(seed: 3);
        var silo = cluster.AddSilo(builder => builder.Services.AddSingleton(new Journal(cluster.TimeProvider)));
        cluster.Run(() => body(cluster, silo));
    }

    public interface IKeptGrain : IGrainWithStringKey
    {
        Task Nothing();
    }

    public interface IBriefGrain : IGrainWithStringKey
    {
        Task Nothing();
    }

    [KeepAlive]
    public sealed class KeptGrain : Grain, IKeptGrain
    {
        public Task Nothing() => Task.CompletedTask;
    }

    [CollectionAgeLimit(Minutes = 2)]
    public sealed class BriefGrain : Grain, IBriefGrain
    {
        public Task Nothing() => Task.CompletedTask;
    }
}
