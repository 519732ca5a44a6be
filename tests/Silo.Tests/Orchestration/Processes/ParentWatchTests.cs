using OrleansInference.Hosting;

namespace OrleansInference.Orchestration.Processes;

/// <summary>The server itself as a child of a shell, which the test kills, or whose pipe it closes.</summary>
public sealed class ParentWatchTests
{
    [Fact]
    public async Task A_child_whose_parent_is_killed_ends()
    {
        using var parent = new Shell();
        var child = await parent.Child();
        await parent.Says("engine ");

        Assert.Equal(0, Posix.Signal(parent.Id, Posix.Kill));

        await Gone(child);
    }

    [Fact]
    public async Task A_child_whose_pipe_closes_ends()
    {
        using var parent = new Shell();
        var child = await parent.Child();
        await parent.Says("engine ");

        parent.CloseInput();

        await Gone(child);
    }

    [Fact]
    public async Task A_child_whose_parent_died_before_it_could_look_ends_at_once()
    {
        using var parent = new Shell(parent: 1);
        var child = await parent.Child();

        await Gone(child);
        Assert.DoesNotContain("engine", parent.Output);
    }

    private static Task Gone(int process) => Eventually.Holds(() => !Directory.Exists($"/proc/{process}") || IsZombie(process));

    private static bool IsZombie(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
