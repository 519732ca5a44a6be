namespace OrleansInference.Orchestration.Processes;

/// <summary>Processes as <c>/proc</c> shows them.</summary>
internal static class Children
{
    /// <summary>The ids of those that a process has started and that have not ended.</summary>
    public static int[] Of(int parent) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!)
            .Where(id => State(id) is { } state && state.Parent == parent && state.Letter != "Z")];

    /// <summary>Until the process has ended.</summary>
    public static Task Gone(int id) => Eventually.Holds(() => State(id) is not { } state || state.Letter == "Z");

    // proc_pid_stat(5): id (name) state parent …; the name may have spaces.
    private static (string Letter, int Parent)? State(int id)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ');
            return (fields[0], int.Parse(fields[1]));
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
