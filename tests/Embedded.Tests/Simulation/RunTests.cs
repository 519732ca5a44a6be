using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Simulation;

public sealed class RunTests
{
    [Fact]
    public void Time_jumps_when_nothing_is_ready()
    {
        using var cluster = new SimulatedCluster(seed: 1);
        var begin = cluster.TimeProvider.GetUtcNow();
        cluster.Run(() => Task.Delay(TimeSpan.FromMinutes(30), cluster.TimeProvider));
        Assert.Equal(TimeSpan.FromMinutes(30), cluster.TimeProvider.GetUtcNow() - begin);
        Assert.Equal(TimeSpan.FromMinutes(30), cluster.Elapsed);
    }

    [Fact]
    public void A_failure_tells_how_to_repeat_it()
    {
        using var cluster = new SimulatedCluster(seed: 4711);
        var error = Assert.Throws<SimulationException>(() => cluster.Run(() => throw new InvalidDataException("broken")));
        Assert.Contains("broken", error.Message, StringComparison.Ordinal);
        Assert.Contains($"seed 4711, commit ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"trace {cluster.TraceHash}", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Fact]
    public void A_body_that_waits_for_nothing_is_told_so()
    {
        using var cluster = new SimulatedCluster(seed: 1);
        var error = Assert.Throws<SimulationException>(() => cluster.Run(() => new TaskCompletionSource().Task));
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public void A_body_that_takes_too_long_is_told_so()
    {
        using var cluster = new SimulatedCluster(seed: 1, new SimulationOptions { TimeLimit = TimeSpan.FromMinutes(1) });
        var error = Assert.Throws<SimulationException>(() => cluster.Run(() => Task.Delay(TimeSpan.FromMinutes(2), cluster.TimeProvider)));
        Assert.Contains("00:01:00", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Code_that_leaves_the_scheduler_fails_the_run(bool byConfigureAwait)
    {
        using var cluster = new SimulatedCluster(seed: 1);
        using var gate = new ManualResetEventSlim();
        using var left = new ManualResetEventSlim();
        var error = Assert.Throws<SimulationException>(() => cluster.Run(async () =>
        {
            var elsewhere = Task.Run(() => gate.Wait(TimeSpan.FromSeconds(60)));
            var leaving = byConfigureAwait ? LeaveAsync(elsewhere) : elsewhere;
            // Due once the body awaits: then the other thread is let go, and the run goes on when that has come back.
            await using var timer = cluster.TimeProvider.CreateTimer(
                _ =>
                {
                    _ = leaving.ContinueWith(_ => left.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                    gate.Set();
                    left.Wait(TimeSpan.FromSeconds(60));
                },
                null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await leaving;
        }));
        Assert.Contains("left the simulation's scheduler", error.Message, StringComparison.Ordinal);

        static async Task LeaveAsync(Task elsewhere) => await elsewhere.ConfigureAwait(false);
    }

    [Fact]
    public void A_silo_with_hosted_services_is_refused()
    {
        using var cluster = new SimulatedCluster(seed: 1);
        var error = Assert.Throws<SimulationException>(() => cluster.AddSilo(silo => silo.Services.AddHostedService<Hosted>()));
        Assert.Contains(nameof(Hosted), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_test_have_randomness_of_their_own_from_the_seed()
    {
        using var one = new SimulatedCluster(seed: 1);
        using var same = new SimulatedCluster(seed: 1);
        using var other = new SimulatedCluster(seed: 2);
        var (first, second) = (one.NewRandom().Next(), one.NewRandom().Next());
        Assert.NotEqual(first, second);
        Assert.Equal(first, same.NewRandom().Next());
        Assert.NotEqual(first, other.NewRandom().Next());
    }

    private sealed class Hosted : Microsoft.Extensions.Hosting.BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
