using System.Collections.Immutable;
using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>Silos write their logs and temporary files to a disk of 4 MB, which is filled; then a silo is killed, so that the others have something to say.
/// What is set by call is in Redis here; what a full disk does to a state folder is shown by <c>tests/Silo.Tests/Storage</c>.</summary>
internal static class DiskFull
{
    private static readonly string Disk = Path.Combine(Path.GetTempPath(), "oi-drill-disk");

    private static readonly ImmutableArray<string> Names = ["one", "two", "three"];

    public static readonly Drill Drill = new("disk-full", "the disk of logs and temporary files is full, and then a silo is killed", Plans.Worker, Break)
    {
        Silos = [.. Names.Select(name => new SiloSpec(name) { LogFolder = Disk, Environment = [("TMPDIR", Disk)] })], Prepare = Prepare,
    };

    private static Undo Prepare()
    {
        var undo = new Undo();
        undo.Do($"mkdir -p {Disk}", $"rmdir {Disk}");
        undo.Do($"mount -t tmpfs -o size=4m tmpfs {Disk}", $"umount {Disk}");
        return undo;
    }

    private static async Task Break(DrillRun run)
    {
        run.Mark("the disk is full", goal: DrillRun.Unnoticed);
        var filler = Path.Combine(Disk, "filler");
        Fill(filler);
        await run.PhaseAsync();
        await run.KillAsync(run.Victim);
        await run.PhaseAsync();
        File.Delete(filler);
        await run.StartAsync(run.Victim);
        await run.PhaseAsync();
        foreach (var silo in run.Cluster.Silos.Where(silo => !silo.IsRunning)) run.Faults.Add($"{silo.Name} ended");
    }

    private static void Fill(string file)
    {
        // The last bytes one by one: a disk that takes a line is not full.
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[65536, 4096, 1])
        {
            try
            {
                while (true) stream.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full, for pieces of this size.
            }
        }
    }
}
