using OrleansInference.Control;

namespace OrleansInference.Bench;

/// <summary>Starts the models of a silo that no request comes to, and no dispatcher: a thousand tables that nobody reads would take most of the time.</summary>
internal sealed class PoolsOnly(IGrainFactory grains, ILocalSiloDetails silo) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(PoolsOnly), ServiceLifecycleStage.Active + 1, Start, static _ => Task.CompletedTask);

    private Task Start(CancellationToken cancellationToken) => grains.GetGrain<IModelControlGrain>(silo.SiloAddress.ToParsableString()).Start();
}
