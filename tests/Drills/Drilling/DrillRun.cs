using OrleansInference.Drills.Clusters;
using OrleansInference.Drills.Load;

namespace OrleansInference.Drills.Drilling;

/// <summary>A drill while it happens: what its <see cref="Drill.Break"/> works with.</summary>
internal sealed class DrillRun(DrillCluster cluster, DrillPlan plan, OpenLoad load, DrillOptions options)
{
    /// <summary>After a kill: attempts are given up after one second and tried elsewhere.</summary>
    private const double KillGoal = 5;

    /// <summary>After SIGTERM: the silo says that it leaves, so nobody has to find out.</summary>
    private const double StopGoal = 1;

    /// <summary>After what requests should not notice at all: a second is for the noise of a machine that does other things as well.</summary>
    public const double Unnoticed = 1;

    private readonly List<DrillEvent> _events = [];

    public DrillCluster Cluster => cluster;

    public SiloProcess Victim => plan.Victim;

    public DrillOptions Options => options;

    public IReadOnlyList<DrillEvent> Events => _events;

    /// <summary>Doors whose connections it has broken: requests on them may be lost.</summary>
    public HashSet<string> BrokenDoors { get; } = [];

    /// <summary>What went otherwise than it should, beside requests.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What is worth knowing, and right either way.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Notes that something is done now.</summary>
    public void Mark(string what, double? goal = null) => _events.Add(new DrillEvent(load.Now, what, goal));

    public void MarkKill(string what) => Mark(what, KillGoal);

    /// <summary>Lets the load go on for one phase.</summary>
    public Task PhaseAsync() => Task.Delay(options.Phase);

    public async Task KillAsync(SiloProcess silo)
    {
        BrokenDoors.Add(silo.Name);
        MarkKill($"kill -9 {silo.Name}");
        silo.Send(Signal.Kill);
        await silo.EndsAsync();
    }

    /// <summary>Stops a silo as an operator does, and waits until it has ended.</summary>
    public async Task StopAsync(SiloProcess silo)
    {
        Mark($"SIGTERM {silo.Name}", StopGoal);
        silo.Send(Signal.Terminate);
        await silo.EndsAsync();
        if (silo.ExitCode != 0) Faults.Add($"{silo.Name} ended with {silo.ExitCode} after SIGTERM");
    }

    /// <summary>Starts a silo that has ended, and waits until it takes requests.</summary>
    public async Task StartAsync(SiloProcess silo)
    {
        Mark($"start {silo.Name}");
        silo.Start();
        await silo.ReadyAsync();
    }

    /// <summary>Starts a silo again if it has ended by itself, as whatever runs it would do.</summary>
    public async Task StartIfEndedAsync(SiloProcess silo)
    {
        if (!silo.IsRunning) await StartAsync(silo);
    }
}
