using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>Who is broken, and at which doors the load comes in.</summary>
internal static class Plans
{
    /// <summary>A silo that has neither the door nor the router.</summary>
    public static async Task<DrillPlan> Worker(DrillCluster cluster)
    {
        var router = await cluster.RouterAsync();
        var others = cluster.Silos.Where(silo => silo != router).ToList();
        return new DrillPlan(others[^1], others[0]);
    }

    public static async Task<DrillPlan> Router(DrillCluster cluster) => Beside(cluster, await cluster.RouterAsync());

    public static async Task<DrillPlan> Autoscaler(DrillCluster cluster) => Beside(cluster, await cluster.AutoscalerAsync());

    /// <summary>The door itself; callers have the address of another one too.</summary>
    public static Task<DrillPlan> Door(DrillCluster cluster) => Task.FromResult(new DrillPlan(cluster.Silos[0], cluster.Silos[0], cluster.Silos[1]));

    /// <summary>The last silo; the load comes in at the first.</summary>
    public static Task<DrillPlan> Last(DrillCluster cluster) => Task.FromResult(new DrillPlan(cluster.Silos[^1], cluster.Silos[0]));

    private static DrillPlan Beside(DrillCluster cluster, SiloProcess victim) => new(victim, cluster.Silos.First(silo => silo != victim));
}
