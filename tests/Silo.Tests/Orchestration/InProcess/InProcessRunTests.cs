using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansInference.Orchestration.InProcess;

public sealed class InProcessRunTests
{
    [Fact]
    public async Task A_host_that_cannot_be_made_is_a_run_that_ends()
    {
        var run = new InProcessRun(() => throw new InvalidOperationException("no room"));

        Assert.Equal("no room", await run.Ended);
        Assert.False(run.IsUp);
        await run.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_host_that_stops_by_itself_ends_the_run()
    {
        IHost? host = null;
        var run = new InProcessRun(() => host = Host.CreateEmptyApplicationBuilder(null).Build());
        await Eventually.Holds(() => run.IsUp);

        host!.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("it was stopped", await run.Ended);
        Assert.False(run.IsUp);
    }

    [Fact]
    public async Task A_host_that_does_not_stop_is_left_when_its_time_is_over()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<Stubborn>();
        var run = new InProcessRun(builder.Build);
        await Eventually.Holds(() => run.IsUp);
        using var atOnce = new CancellationTokenSource();

        var stopping = run.StopAsync(atOnce.Token);
        Assert.False(stopping.IsCompleted);
        await atOnce.CancelAsync();

        await stopping;
    }

    private sealed class Stubborn : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
