using System.Diagnostics;
using System.Globalization;
using OrleansInference.Orchestration.Local;

namespace OrleansInference.Orchestration.Processes;

/// <summary>Starts further silos as processes of this machine. They end with this one.</summary>
internal sealed class ProcessRunner(ChildProgram program, ILogger<ProcessRunner> logger) : ISiloRunner, IDisposable
{
    private readonly StarterThread _starter = new();

    public string Name => OrchestratorNames.Process;

    public ISiloRun Start(ChildSpec silo)
    {
        var start = new ProcessStartInfo(program.File, program.ArgumentsOf(silo))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ParentWatch.Variable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return new ProcessRun(silo.Name, start, _starter, logger);
    }

    public void Dispose() => _starter.Dispose();
}
