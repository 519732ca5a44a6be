using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Timers;

namespace OrleansInference.Embedded;

/// <summary>What the engine puts into a container.</summary>
internal static class EngineServices
{
    public static void AddSilo(IServiceCollection services)
    {
        AddCommon(services);
        services.AddSingleton<Silo>();
        services.AddSingleton<Node>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<IClusterMembershipService>(provider => provider.GetRequiredService<Silo>().Membership);
        services.AddSingleton<ITimerRegistry, TimerRegistry>();
        services.AddSingleton<IGrainRuntime, GrainRuntime>();
        services.AddSingleton<SiloLifecycle>();
        services.AddSingleton<ISiloLifecycle>(provider => provider.GetRequiredService<SiloLifecycle>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloParticipant>();
        services.AddTransient(_ => RuntimeContext.Current ?? throw new InvalidOperationException("IGrainContext is there in a grain's turns only."));
        services.AddPlacementDirector<RandomPlacement, RandomPlacementDirector>();
        services.AddPlacementDirector<PreferLocalPlacement, PreferLocalPlacementDirector>();
        services.AddHostedService<SiloHostedService>();
    }

    public static void AddClient(IServiceCollection services)
    {
        AddCommon(services);
        services.AddSingleton<ClientNode>();
        services.AddSingleton<Node>(provider => provider.GetRequiredService<ClientNode>());
        services.AddHostedService<ClientHostedService>();
    }

    private static void AddCommon(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(GrainClasses.Process);
        services.TryAddSingleton(provider => ProcessFabrics.Get(provider.GetRequiredService<IOptions<ClusterOptions>>().Value));
        services.AddSingleton<IClusterClient, ClusterClient>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
    }
}
