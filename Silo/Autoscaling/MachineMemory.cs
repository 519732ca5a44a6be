using System.Globalization;

namespace OrleansInference.Autoscaling;

/// <summary>What memory this process may use: its machine's, or its container's where that is less.</summary>
/// <remarks>
/// Models lie outside the garbage collector's heap, so its own figures, three quarters of a container by default, are too small a measure. Of a control group counts what
/// Kubernetes calls its working set: usage without file pages that can be dropped.
/// </remarks>
/// <param name="TotalBytes">0 where it is not known.</param>
/// <param name="FreeBytes">Without having to swap.</param>
internal readonly record struct MachineMemory(long TotalBytes, long FreeBytes)
{
    /// <param name="root">Of the file system.</param>
    public static MachineMemory Read(string root = "/")
    {
        var machine = OfMachine(root);
        var group = OfGroup(Path.Combine(root, "sys/fs/cgroup"), "memory.max", "memory.current", "inactive_file")
            ?? OfGroup(Path.Combine(root, "sys/fs/cgroup/memory"), "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
        return group is not { } limited || limited.TotalBytes >= machine.TotalBytes ? machine
            : limited with { FreeBytes = Math.Min(limited.FreeBytes, machine.FreeBytes) };
    }

    private static MachineMemory OfMachine(string root)
    {
        var lines = Lines(Path.Combine(root, "proc/meminfo"));
        if (Figure(lines, "MemTotal:") is { } total && Figure(lines, "MemAvailable:") is { } available) return new MachineMemory(1024 * total, 1024 * available);
        var collector = GC.GetGCMemoryInfo();
        return new MachineMemory(collector.TotalAvailableMemoryBytes, Math.Max(0, collector.TotalAvailableMemoryBytes - collector.MemoryLoadBytes));
    }

    /// <summary>Null where there is no limit.</summary>
    private static MachineMemory? OfGroup(string directory, string limitFile, string usageFile, string droppable)
    {
        if (Number(Path.Combine(directory, limitFile)) is not { } limit || Number(Path.Combine(directory, usageFile)) is not { } usage) return null;
        var used = Math.Max(0, usage - (Figure(Lines(Path.Combine(directory, "memory.stat")), droppable) ?? 0));
        return new MachineMemory(limit, Math.Max(0, limit - used));
    }

    private static long? Number(string path) => Lines(path) is [var line, ..] ? Parse(line) : null;

    private static long? Figure(string[] lines, string name)
    {
        foreach (var line in lines)
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, var value, ..] && first == name) return Parse(value);
        return null;
    }

    private static long? Parse(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
