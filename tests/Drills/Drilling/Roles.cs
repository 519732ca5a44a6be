using System.Collections.Immutable;
using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>A cluster whose silos are each for one thing, two of a kind: what one kind loses no other may notice.</summary>
internal static class Roles
{
    private static readonly ImmutableArray<SiloSpec> Silos =
        [Silo("door-1", "frontdoor"), Silo("door-2", "frontdoor"), Silo("control-1", "control"), Silo("control-2", "control"), Silo("worker-1", "worker"), Silo("worker-2", "worker")];

    public static readonly Drill Killed = new("roles-killed", "kill -9 of a control silo with the router, of a worker and of a door, each started again before the next", Plan, Kill) { Silos = Silos };

    public static readonly Drill Restarted = new("roles-restarted", "SIGTERM of each silo of such a cluster, each started again before the next", Plan, DrillList.RollingRestart) { Silos = Silos };

    private static SiloSpec Silo(string name, string role) => new(name) { Options = ["--roles", role], Serves = role == "worker" };

    private static bool IsControl(SiloProcess silo) => silo.Name.StartsWith("control", StringComparison.Ordinal);

    private static async Task<DrillPlan> Plan(DrillCluster cluster) => new(await cluster.RouterAsync(IsControl), cluster.Silos[0], cluster.Silos[1]);

    private static async Task Kill(DrillRun run)
    {
        if (!IsControl(run.Victim)) run.Faults.Add($"the router is on {run.Victim.Name}");
        foreach (var silo in (SiloProcess[])[run.Victim, run.Cluster.Silos[^1], run.Cluster.Silos[0]])
        {
            await run.KillAsync(silo);
            await run.PhaseAsync();
            await run.StartAsync(silo);
            await run.PhaseAsync();
        }
    }
}
