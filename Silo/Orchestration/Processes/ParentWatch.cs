using System.Globalization;
using OrleansInference.Hosting;

namespace OrleansInference.Orchestration.Processes;

/// <summary>
/// The child's side: a silo that another one has started ends with it, however that ends. What it could still finish, nobody would hear of: the doors and the list of the
/// cluster's silos were its parent's.
/// </summary>
internal static class ParentWatch
{
    /// <summary>The environment variable with the parent's process id.</summary>
    public const string Variable = "ORLEANS_INFERENCE_PARENT";

    /// <summary>To be called first, by the main thread: it lives as long as the process (<see cref="Posix.EndWithParent"/>). Does nothing in a process without the variable.</summary>
    public static void Begin()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var parent)) return;
        Posix.LeaveProcessGroup();
        Posix.EndWithParent(Posix.Kill);
        // It may have died before that.
        if (Posix.ParentId() != parent) Posix.ExitNow(ServerStart.Failed);
        // Where the system knows no such signal: the parent holds the other end of the pipe, and writes nothing.
        new Thread(EndWithInput) { IsBackground = true, Name = "parent watch" }.Start();
    }

    private static void EndWithInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }
        Posix.ExitNow(ServerStart.Failed);
    }
}
