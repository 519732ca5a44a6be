using OrleansInference.Serving;

namespace OrleansInference.Orchestration.InProcess;

public sealed class InProcessTests
{
    [Fact]
    public async Task Silos_start_serve_and_leave_again_under_load_and_no_request_fails()
    {
        await using var server = await GrowingServer.Start();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(caller => SampleLoad.Run(server.Http, caller % 2 == 0 ? "digits" : "language", stop.Token)).ToArray();

        var status = await server.Scale(3);
        Assert.Equal((3, 1, 4), (status.Asked, status.Min, status.Max));
        await server.Serves(replicas: 3);
        Assert.Equal(["host", "host-1", "host-2"], server.Silos.Select(silo => silo.Name).Order());
        await server.Meet(replicas: 3, requests: 3);
        await Eventually.Holds(async () => await server.Scale(3) is { Running: 3, Activity: null, Problem: null });

        Assert.Equal(1, (await server.Scale(1, "host", "host-2", "host-1")).Asked);
        await Eventually.Holds(async () => await server.Scale(1) is { Running: 1, Activity: null, Problem: null });
        await Eventually.Holds(() => server.Silos is [{ Name: "host" }]);
        await server.Meet(replicas: 1, requests: 1);

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(load), answered => Assert.NotEqual(0, answered));
    }

    [Fact]
    public async Task They_leave_before_the_silo_that_started_them_and_after_the_requests_that_they_have()
    {
        await using var server = await GrowingServer.Start();
        await server.Scale(3);
        await server.Serves(replicas: 3);
        var held = server.Meet(replicas: 3, requests: 2);
        await Eventually.Holds(() => server.Meetings.Present == 2);

        var stopping = server.StopAsync();
        await Eventually.Holds(() => server.IsStopping);
        await server.Meetings.Attend(3);
        await held;
        await stopping;

        Assert.True(server.AtStop is { Asked: 1, Running: 1, Activity: null, Problem: null }, $"{server.AtStop}");
    }
}
