using OrleansInference.Drills.Clusters;
using OrleansInference.Drills.Drilling;
using OrleansInference.Drills.Load;
using OrleansInference.Drills.Reports;

namespace OrleansInference.Drills;

/// <summary>Runs one drill from an empty machine to its report.</summary>
internal static class DrillRunner
{
    /// <summary>Until dispatchers have learned what an answer takes, and programs have been compiled.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan LeftOverBound = TimeSpan.FromSeconds(60);

    /// <exception cref="NotSupportedException">The machine can't do this one; the message says why.</exception>
    public static async Task<DrillReport> RunAsync(Drill drill, DrillOptions options)
    {
        using var prepared = drill.Prepare();
        await using var cluster = await DrillCluster.StartAsync(options, drill.Name, drill.Silos, drill.RedisHost);
        var plan = await PlanAsync(drill, cluster, options);
        List<Door> doors = [.. plan.Doors.Select(silo => new Door(silo.Name, drill.IsHttp ? silo.HttpDoor : silo.Grpc))];
        try
        {
            var load = new OpenLoad(doors, options.RequestsPerSecond, drill.Deadline ?? options.Deadline);
            var run = new DrillRun(cluster, plan, load, options);
            await Task.Delay(WarmUp);
            var quietFrom = load.Now;
            await run.PhaseAsync();
            await drill.Break(run);
            var over = load.Now;
            var served = await ServedAsync(cluster);
            await run.PhaseAsync();
            foreach (var (silo, count) in await ServedAsync(cluster))
                if (served.GetValueOrDefault(silo) == count) run.Faults.Add($"{silo} is given no requests in the end");
            var end = load.Now;
            await load.StopAsync();
            if (load.Log.Sent != load.Log.Ended.Count) run.Faults.Add($"{load.Log.Sent - load.Log.Ended.Count} requests have no outcome");
            RequestFile.Write(Path.Combine(cluster.Folder, "requests.csv"), load.Log.Ended, run.Events);
            return new DrillReport(drill.Name, run, load.Log.Ended, quietFrom, over, end)
            {
                LeftOver = await LeftOverAsync(cluster), DoubleLoads = cluster.Silos.Sum(silo => silo.DoubleLoads()),
            };
        }
        finally
        {
            doors.ForEach(door => door.Dispose());
        }
    }

    /// <summary>Some requests have been there by then, so that the router is active.</summary>
    private static async Task<DrillPlan> PlanAsync(Drill drill, DrillCluster cluster, DrillOptions options)
    {
        using var door = new Door(cluster.Silos[0].Name, cluster.Silos[0].Grpc);
        await door.InferAsync(new ProbeRequest().Within(options.Deadline));
        var plan = await drill.Plan(cluster);
        await cluster.ForgetPlacesAsync();
        return plan;
    }

    private static async Task<Dictionary<string, long>> ServedAsync(DrillCluster cluster)
    {
        Dictionary<string, long> served = [];
        foreach (var silo in cluster.Silos.Where(silo => silo.Serves)) served[silo.Name] = await silo.ServedRequestsAsync() ?? 0;
        return served;
    }

    private static async Task<long> LeftOverAsync(DrillCluster cluster)
    {
        using var bound = new CancellationTokenSource(LeftOverBound);
        while (true)
        {
            long open = 0;
            foreach (var silo in cluster.Silos.Where(silo => silo.IsRunning)) open += await silo.OpenRequestsAsync() ?? 1;
            if (open == 0 || bound.IsCancellationRequested) return open;
            await Task.Delay(500, CancellationToken.None);
        }
    }
}
