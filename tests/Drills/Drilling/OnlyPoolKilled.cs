using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>kill -9 of the silo with a model's only replica. Its requests wait: until the cluster has noticed, the autoscaler has put it elsewhere, and it has loaded there.</summary>
internal static class OnlyPoolKilled
{
    /// <summary>Six to nine seconds until the silo is declared dead, two until the autoscaler looks, and what the model takes to load.</summary>
    private const double Goal = 15;

    public static readonly Drill Drill = new("only-pool-killed", "kill -9 of the silo with the model's only replica; the autoscaler puts it elsewhere", Plan, Break)
    {
        Silos = SiloSpec.Autoscaled("--autoscaler-max-replicas", "1"),
        Deadline = TimeSpan.FromSeconds(30),
    };

    /// <summary>The victim is the one silo that has served something.</summary>
    private static async Task<DrillPlan> Plan(DrillCluster cluster)
    {
        foreach (var silo in cluster.Silos)
            if (await silo.ServedRequestsAsync() > 0) return new DrillPlan(silo, cluster.Silos.First(other => other != silo));
        throw new InvalidOperationException("No silo says that it has served the request.");
    }

    private static async Task Break(DrillRun run)
    {
        run.Mark($"kill -9 {run.Victim.Name}", Goal);
        run.BrokenDoors.Add(run.Victim.Name);
        run.Victim.Send(Signal.Kill);
        await run.Victim.EndsAsync();
        await run.PhaseAsync();
        await run.PhaseAsync();
        await run.StartAsync(run.Victim);
        await run.PhaseAsync();
    }
}
