using OrleansInference.Hosting;
using OrleansInference.Orchestration.Local;

namespace OrleansInference.Orchestration.InProcess;

/// <summary>Starts further silos in this process.</summary>
internal sealed class InProcessRunner(Settings settings, IServiceProvider parent) : ISiloRunner
{
    public string Name => OrchestratorNames.InProcess;

    public ISiloRun Start(ChildSpec silo) => new InProcessRun(() => SiloHost.Build(settings.With(silo.Settings), parent));
}
