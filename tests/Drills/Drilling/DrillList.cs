using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>Every drill there is.</summary>
internal static class DrillList
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>As many as a rolling restart has.</summary>
    private const int QuietPhases = 6;

    public static readonly IReadOnlyList<Drill> All =
    [
        new("quiet", "nothing is broken: what the noise of this machine makes of the measures", Plans.Last, Quiet),
        new("worker-killed", "kill -9 of a silo that only serves pools", Plans.Worker, Kill),
        new("router-killed", "kill -9 of the silo with the model's router", Plans.Router, Kill),
        new("autoscaler-killed", "kill -9 of the silo with the autoscaler", Plans.Autoscaler, Kill) { Silos = SiloSpec.Autoscaled("--autoscaler-min-replicas", "3") },
        OnlyPoolKilled.Drill,
        new("door-killed", "kill -9 of the door that the callers use; they have a second address", Plans.Door, Kill),
        new("door-killed-http", "the same over HTTP", Plans.Door, Kill) { IsHttp = true },
        new("rolling-restart", "SIGTERM of each silo, one after another, each started again before the next", Plans.Door, RollingRestart),
        Roles.Killed,
        Roles.Restarted,
        new("redis-stopped", "kill -9 of Redis, started again after 60 s, empty", Plans.Last, RedisStopped),
        new("redis-frozen", "SIGSTOP of Redis for 60 s", Plans.Last, RedisFrozen),
        new("redis-flushed", "FLUSHALL, then a silo is started anew", Plans.Last, RedisFlushed),
        new("frozen-5", "SIGSTOP of a silo for 5 s", Plans.Worker, run => Freeze(run, TimeSpan.FromSeconds(5))),
        new("frozen-60", "SIGSTOP of a silo for 60 s", Plans.Worker, run => Freeze(run, Minute)),
        NetworkCut.Drill,
        DiskFull.Drill,
        MemoryPressure.Drill,
    ];

    private static async Task Quiet(DrillRun run)
    {
        for (var i = 0; i < QuietPhases; i++)
        {
            run.Mark("nothing", goal: DrillRun.Unnoticed);
            await run.PhaseAsync();
        }
    }

    private static async Task Kill(DrillRun run)
    {
        await run.KillAsync(run.Victim);
        await run.PhaseAsync();
        await run.StartAsync(run.Victim);
        await run.PhaseAsync();
    }

    /// <summary>SIGTERM of one silo after another.</summary>
    public static async Task RollingRestart(DrillRun run)
    {
        foreach (var silo in run.Cluster.Silos)
        {
            await run.StopAsync(silo);
            await run.PhaseAsync();
            await run.StartAsync(silo);
            await run.PhaseAsync();
        }
    }

    private static async Task RedisStopped(DrillRun run)
    {
        run.Mark("kill -9 of Redis", goal: DrillRun.Unnoticed);
        await run.Cluster.Redis.KillAsync();
        await Task.Delay(Minute);
        run.Mark("Redis is back", goal: DrillRun.Unnoticed);
        await run.Cluster.Redis.StartAsync();
        await run.PhaseAsync();
        await Rejoin(run);
    }

    private static async Task RedisFrozen(DrillRun run)
    {
        run.Mark("SIGSTOP of Redis", goal: DrillRun.Unnoticed);
        run.Cluster.Redis.Send(Signal.Stop);
        await Task.Delay(Minute);
        run.Mark("SIGCONT of Redis", goal: DrillRun.Unnoticed);
        run.Cluster.Redis.Send(Signal.Continue);
        await run.PhaseAsync();
        await Rejoin(run);
    }

    private static async Task RedisFlushed(DrillRun run)
    {
        run.Mark("FLUSHALL", goal: DrillRun.Unnoticed);
        await run.Cluster.Redis.AskAsync("FLUSHALL");
        await run.PhaseAsync();
        await Rejoin(run);
    }

    /// <summary>What shows that the list of members can be worked with again.</summary>
    private static async Task Rejoin(DrillRun run)
    {
        if (run.Victim.IsRunning)
        {
            await run.StopAsync(run.Victim);
            await run.PhaseAsync();
        }
        await run.StartAsync(run.Victim);
        await run.PhaseAsync();
    }

    private static async Task Freeze(DrillRun run, TimeSpan time)
    {
        run.MarkKill($"SIGSTOP {run.Victim.Name}");
        run.Victim.Send(Signal.Stop);
        await Task.Delay(time);
        run.MarkKill($"SIGCONT {run.Victim.Name}");
        run.Victim.Send(Signal.Continue);
        await run.PhaseAsync();
        await run.StartIfEndedAsync(run.Victim);
        await run.PhaseAsync();
    }
}
