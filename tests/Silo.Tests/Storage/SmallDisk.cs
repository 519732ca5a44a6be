using System.Diagnostics;

namespace OrleansInference.Storage;

/// <summary>A disk of a few pages, in memory; only root can have one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oi-disk-");

    public string Path => _folder.FullName;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public SmallDisk()
    {
        if (!Mount(_folder.FullName)) throw new InvalidOperationException("It was mounted before, and can't be now.");
    }

    /// <summary>Why there can't be one here; null where there can.</summary>
    public static string? Missing { get; } = Try();

    public void Fill()
    {
        try
        {
            using var ballast = File.Create(Ballast);
            while (true)
            {
                ballast.Write(new byte[4096]);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Delete();
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "only root on Linux can mount a disk to fill";
        var folder = Directory.CreateTempSubdirectory("oi-disk-");
        var isMounted = Mount(folder.FullName);
        if (isMounted) Run("umount", folder.FullName);
        folder.Delete();
        return isMounted ? null : "this system does not let a tmpfs be mounted";
    }

    private static bool Mount(string folder) => Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
