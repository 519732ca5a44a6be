namespace OrleansInference.Embedded;

/// <summary>Runs a startup task at its stage.</summary>
internal sealed class StartupTaskParticipant(IServiceProvider services, Func<IServiceProvider, CancellationToken, Task> startupTask, int stage)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe<StartupTaskParticipant>(stage, token => startupTask(services, token));
}
