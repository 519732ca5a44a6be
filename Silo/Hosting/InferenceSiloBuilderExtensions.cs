using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Control;
using OrleansInference.Ensembles;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Models;
using OrleansInference.Orchestration;
using OrleansInference.Placement;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Hosting;

/// <summary>Adds pools, router and dispatcher to a silo.</summary>
public static class InferenceSiloBuilderExtensions
{
    /// <summary>
    /// Expects an <see cref="IModelSource"/> and at least one <see cref="IModelRuntime"/> among the services; a <see cref="ControlSpec"/> where
    /// all models of the source at the start are not what is to be served; a <see cref="SiloResources"/> where one CPU of unknown memory is not what the silo has; an
    /// <see cref="IHostOrchestrator"/> where something starts silos.
    /// </summary>
    public static ISiloBuilder AddInference(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<ModelRuntimes>();
        silo.Services.AddSingleton<ModelCatalog>();
        silo.Services.AddSingleton(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            return new RoutingTransport(
                services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
                model => grains.GetGrain<IRouterGrain>(model),
                pool => grains.GetGrain<IReplicaPoolGrain>(pool.ToString()))
            {
                Wake = ActivatorUtilities.CreateInstance<AutoscalerWake>(services, () => grains.GetGrain<IAutoscaleGrain>(0)).Wake,
            };
        });
        silo.Services.AddSingleton(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            var membership = services.GetRequiredService<IClusterMembershipService>();
            var own = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
            return new ControlTransport(
                own,
                () => [.. membership.CurrentSnapshot.Members.Values
                    .Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order()],
                silo => grains.GetGrain<IModelControlGrain>(silo.ToParsableString()),
                silo => grains.GetGrain<IDispatcherGrain>(silo.ToParsableString()))
            {
                InitialReplicas = async model => await grains.GetGrain<IAutoscaleGrain>(0).Begin(own, model),
            };
        });
        silo.Services.TryAddSingleton(services => new SiloResources
        {
            Name = services.GetRequiredService<ILocalSiloDetails>().Name,
            Devices = static () => [new DeviceRoom("cpu", Environment.ProcessorCount, TotalBytes: 0, FreeBytes: 0)],
        });
        silo.Services.AddSingleton(services => new SiloInventory(
            services.GetRequiredService<ModelCatalog>(), services.GetRequiredService<ILocalSiloDetails>().SiloAddress, services.GetRequiredService<SiloResources>()));
        silo.Services.TryAddSingleton(new ControlSpec());
        silo.Services.AddSingleton<SiloControl>();
        silo.Services.AddSingleton<IModelControl, ClusterControl>();
        silo.Services.AddSingleton<ITrafficControl, TrafficControl>();
        silo.Services.TryAddSingleton<IAutoscaler>(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            return ActivatorUtilities.CreateInstance<ClusterAutoscaler>(services, () => grains.GetGrain<IAutoscaleGrain>(0));
        });
        silo.Services.AddSingleton<Dispatcher>();
        silo.Services.AddSingleton<EnsembleTable>();
        silo.Services.AddSingleton<EnsembleStatistics>();
        silo.Services.AddSingleton<IDispatcher>(services =>
            ActivatorUtilities.CreateInstance<EnsembleDispatcher>(services, services.GetRequiredService<Dispatcher>()));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, InferenceLifecycle>();
        silo.Services.TryAddSingleton<IHostOrchestrator, NoneOrchestrator>();
        silo.Services.TryAddSingleton(new HostBounds());
        silo.Services.AddSingleton(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            return ActivatorUtilities.CreateInstance<SiloReporting>(services, () => grains.GetGrain<IAutoscaleGrain>(0));
        });
        silo.AddPlacementDirector<PlaceOnSiloStrategy, PlaceOnSiloDirector>();
        silo.AskNoDirectoryInVain();
        return silo;
    }
}
