using System.Globalization;

namespace OrleansInference.Bench;

/// <summary>Processor time of processes, by what Linux says of them in <c>/proc/PID/stat</c> (proc(5)), to 10 ms.</summary>
internal static class ProcessCpu
{
    private const int TicksPerSecond = 100; // sysconf(_SC_CLK_TCK), the same on every Linux that .NET runs on.

    /// <summary>Of one process.</summary>
    public static TimeSpan Of(int process) => Parse(File.ReadAllText($"/proc/{process}/stat")).Own;

    /// <summary>Of all processes of a group, with those of their children that have ended.</summary>
    public static TimeSpan OfGroup(int group)
    {
        var sum = TimeSpan.Zero;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && TryRead($"{folder}/stat") is { } text && Parse(text) is var times && times.Group == group)
                sum += times.Own + times.Children;
        }

        return sum;
    }

    /// <summary>Of this process's children that have ended.</summary>
    public static TimeSpan OfChildren() => Parse(File.ReadAllText("/proc/self/stat")).Children;

    /// <summary>Reads a line of <c>stat</c>; the program's name, second and in parentheses, may hold anything.</summary>
    internal static (int Group, TimeSpan Own, TimeSpan Children) Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // from field 3 on
        return (int.Parse(fields[5 - 3]), Ticks(fields[14 - 3]) + Ticks(fields[15 - 3]), Ticks(fields[16 - 3]) + Ticks(fields[17 - 3]));
    }

    private static TimeSpan Ticks(string text) => TimeSpan.FromSeconds(double.Parse(text) / TicksPerSecond);

    // A process may end between the listing and the reading.
    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
