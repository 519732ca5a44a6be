using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Hosting;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Stages_start_upwards_and_stop_downwards_and_startup_tasks_can_call_grains()
    {
        var journal = new Journal(TimeProvider.System);
        await using (var cluster = new InProcessTestClusterBuilder(1).ConfigureSilo((_, silo) => Compose(silo, journal)).Build())
            await cluster.DeployAsync();
        Assert.Equal(["start 10000", "start 20000", "task", "stop 20000", "stop 10000"], journal.Entries);
    }

    private static void Compose(ISiloBuilder silo, Journal journal)
    {
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new Participant(journal));
        silo.AddStartupTask(async (services, _) => journal.Add(await services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("s").Echo("task")));
    }

    private sealed class Participant(Journal journal) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle)
        {
            foreach (var stage in new[] { ServiceLifecycleStage.Active, ServiceLifecycleStage.ApplicationServices })
                lifecycle.Subscribe<Participant>(stage, _ => Note($"start {stage}"), _ => Note($"stop {stage}"));
        }

        private Task Note(string text)
        {
            journal.Add(text);
            return Task.CompletedTask;
        }
    }
}
