using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Control;
using OrleansInference.Ensembles;
using OrleansInference.FrontDoors.Cluster;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Hosting.Roles;
using OrleansInference.Messages;
using OrleansInference.Models;
using OrleansInference.Orchestration;
using OrleansInference.Placement;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;
using OrleansInference.SavedState;

namespace OrleansInference.Hosting;

/// <summary>Adds pools, router and dispatcher to a silo.</summary>
public static class InferenceSiloBuilderExtensions
{
    /// <summary>
    /// Expects an <see cref="IModelSource"/> and at least one <see cref="IModelRuntime"/> among the services; a <see cref="ControlSpec"/> where
    /// all models of the source at the start are not what is to be served; a <see cref="SiloResources"/> where one CPU of unknown memory is not what the silo has, or where it has not all roles; an
    /// <see cref="IHostOrchestrator"/> where something starts silos; a <see cref="SavedStateSpec"/> and a grain storage of its name where what is set is to outlive them.
    /// </summary>
    public static ISiloBuilder AddInference(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(services => new MessageLimit(services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.MaxMessageBodySize));
        // A simulation has a clock of its own, and a single thread.
        silo.Services.TryAddSingleton(services => services.GetRequiredService<TimeProvider>() == TimeProvider.System ? ThreadPoolArrivals.Instance : Arrivals.OnScheduler);
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
                Messages = services.GetRequiredService<MessageLimit>(),
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
                RolesOf = services.GetRequiredService<ClusterRoles>().Of,
                InitialReplicas = async model => await grains.GetGrain<IAutoscaleGrain>(0).Begin(own, model),
            };
        });
        silo.Services.TryAddSingleton(services => new SiloResources
        {
            Name = services.GetRequiredService<ILocalSiloDetails>().Name,
            Devices = static () => [new DeviceRoom("cpu", Environment.ProcessorCount, TotalBytes: 0, FreeBytes: 0)],
        });
        silo.UseSiloFacts();
        silo.Services.AddSingleton<ClusterRoles>();
        silo.Services.AddSingleton(services => new SiloInventory(
            services.GetRequiredService<ModelCatalog>(), services.GetRequiredService<ILocalSiloDetails>().SiloAddress, services.GetRequiredService<SiloResources>()));
        silo.Services.TryAddSingleton(new SavedStateSpec());
        silo.Services.AddSingleton(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            var isStored = services.GetRequiredService<SavedStateSpec>().Place is not null;
            return new SavedStates(
                isStored ? name => grains.GetGrain<ISavedStateGrain>(name) : null, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SavedStates>>());
        });
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
        silo.Services.AddSingleton<ClusterDoor>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, InferenceLifecycle>();
        silo.Services.TryAddSingleton<IHostOrchestrator, NoneOrchestrator>();
        silo.Services.TryAddSingleton(new HostBounds());
        silo.Services.AddSingleton(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            return ActivatorUtilities.CreateInstance<SiloReporting>(services, () => grains.GetGrain<IAutoscaleGrain>(0));
        });
        // A pool whose silo has gone does not come back there: its callers are to know at once, and try another.
        silo.Configure<SiloMessagingOptions>(messaging => messaging.PlacementMaxRetries = 0);
        silo.AddPlacementDirector<PlaceOnSiloStrategy, PlaceOnSiloDirector>();
        silo.AddPlacementDirector<PlaceOnControlSiloStrategy, PlaceOnControlSiloDirector>();
        silo.AskNoDirectoryInVain();
        return silo;
    }
}
