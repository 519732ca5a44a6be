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

        await Children.Gone(child);
    }

    [Fact]
    public async Task A_child_whose_pipe_closes_ends()
    {
        using var parent = new Shell();
        var child = await parent.Child();
        await parent.Says("engine ");

        parent.CloseInput();

        await Children.Gone(child);
    }

    [Fact]
    public async Task A_child_whose_parent_died_before_it_could_look_ends_at_once()
    {
        using var parent = new Shell(parent: 1);
        var child = await parent.Child();

        await Children.Gone(child);
        Assert.DoesNotContain("engine", parent.Output);
    }
}
