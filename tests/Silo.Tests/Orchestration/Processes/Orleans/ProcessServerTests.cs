using OrleansInference.Hosting;
using OrleansInference.Serving;

namespace OrleansInference.Orchestration.Processes;

/// <summary>The server as a process that starts others. Where the engine has no network, there is nothing to test.</summary>
public sealed class ProcessServerTests : IAsyncLifetime
{
    private ServerProcess _server = null!;
    private ClusterClient _cluster = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "models", "repository"), "--orchestrator", "process", "--cluster-name", "host");
        _cluster = await ClusterClient.Connect(_server);
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Silos_start_serve_and_leave_again_under_load_and_no_request_fails()
    {
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 2).Select(_ => SampleLoad.Run(_server.Http, "digits", stop.Token)).ToArray();

        Assert.Equal(3, (await _cluster.Scale(3)).Asked);
        var silos = await _cluster.Serves(3);
        var children = Children.Of(_server.Id);
        Assert.Equal(2, children.Length);

        Assert.Equal(["host", "host-1", "host-2"], silos.Select(silo => silo.Name).Order());
        Assert.Equal(1, (await _cluster.Scale(1, silos)).Asked);
        await _cluster.Serves(1);
        Assert.Empty(Children.Of(_server.Id));
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(load), answered => Assert.NotEqual(0, answered));

        await _cluster.Scale(2);
        await _cluster.Serves(2);
        var last = Assert.Single(Children.Of(_server.Id));
        Assert.Equal(0, await _server.Stop());
        await Children.Gone(last);
    }

    [Fact]
    public async Task One_that_is_killed_is_told_and_comes_back_and_none_outlives_its_parent()
    {
        await _cluster.Scale(3);
        var before = await _cluster.Serves(3);
        Assert.Equal(0, Posix.Signal(Children.Of(_server.Id)[0], Posix.Kill));

        string? problem = null;
        await Eventually.Holds(async () => (problem = (await _cluster.Scale(3)).Problem) is not null);
        Assert.Contains("ended by signal 9; it last said: ", problem);
        // Under its name and port comes another silo; the two that stayed are the same.
        await Eventually.Holds(async () => before.Intersect(await _cluster.Silos()).Count() == 2);
        var after = await _cluster.Serves(3);
        Assert.Equal(2, before.Intersect(after).Count());
        Assert.Equal(before.Select(silo => silo.Name).Order(), after.Select(silo => silo.Name).Order());

        var children = Children.Of(_server.Id);
        Assert.Equal(2, children.Length);
        Assert.Equal(0, Posix.Signal(_server.Id, Posix.Kill));
        foreach (var child in children) await Children.Gone(child);
    }
}
