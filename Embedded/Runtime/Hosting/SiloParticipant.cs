namespace OrleansInference.Embedded;

/// <summary>The engine's own part in a silo's lifecycle.</summary>
internal sealed class SiloParticipant(Silo silo) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe<SiloParticipant>(ServiceLifecycleStage.RuntimeInitialize, _ => Do(silo.Join), _ => silo.LeaveInOrderAsync());
        lifecycle.Subscribe<SiloParticipant>(ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, silo.Catalog.StopAsync);
        lifecycle.Subscribe<SiloParticipant>(
            ServiceLifecycleStage.BecomeActive,
            _ => Do(() => silo.SetStatus(SiloStatus.Active)),
            _ => Do(() => silo.SetStatus(SiloStatus.ShuttingDown)));
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
