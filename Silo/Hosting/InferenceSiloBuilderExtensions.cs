using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Hosting;

/// <summary>Adds pools, router and dispatcher to a silo.</summary>
public static class InferenceSiloBuilderExtensions
{
    /// <summary>Expects an <see cref="IModelCatalog"/> and at least one <see cref="IModelRuntime"/> among the services.</summary>
    public static ISiloBuilder AddInference(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<ModelRuntimes>();
        silo.Services.AddSingleton(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            return new RoutingTransport(
                services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
                model => grains.GetGrain<IRouterGrain>(model),
                pool => grains.GetGrain<IReplicaPoolGrain>(pool.ToString()));
        });
        silo.Services.AddSingleton<Dispatcher>();
        silo.Services.AddSingleton<IDispatcher>(services => services.GetRequiredService<Dispatcher>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, InferenceLifecycle>();
        silo.AddPlacementDirector<PlaceOnSiloStrategy, PlaceOnSiloDirector>();
        return silo;
    }
}
