using OrleansInference.Engine.Tests.Grains;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Activations;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_period_counts_from_the_end_of_a_tick_and_a_failing_tick_changes_nothing() => Run(async (cluster, grain, journal) =>
    {
        await grain.StartTimer(2 * Second, 4 * Second, interleave: false, keepAlive: false);
        await Task.Delay(15 * Second, cluster.TimeProvider);
        Assert.Equal(["tick 1 at 00:00:02", "tick 2 at 00:00:07", "tick 3 at 00:00:12"], journal.Entries.Where(entry => entry.StartsWith("tick", StringComparison.Ordinal)));
    });

    [Fact]
    public void A_tick_waits_for_a_request_unless_it_interleaves() => Run(async (cluster, grain, journal) =>
    {
        await grain.StartTimer(Second, 100 * Second, interleave: false, keepAlive: false);
        var hold = grain.Hold("h");
        await Task.Delay(10 * Second, cluster.TimeProvider);
        Assert.DoesNotContain("tick 1 at 00:00:01", journal.Entries);
        journal.Open("h");
        await hold;
        await journal.Until("tick 1 at 00:00:10");
    });

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Only_a_timer_that_keeps_alive_counts_as_use(bool keepAlive, bool isCollected) => Run(async (cluster, grain, journal) =>
    {
        await grain.StartTimer(Second, 30 * Second, interleave: false, keepAlive);
        await Task.Delay(TimeSpan.FromMinutes(20), cluster.TimeProvider);
        Assert.Equal(isCollected, journal.Entries.Contains("deactivated ActivationIdle"));
    });

    private static void Run(Func<SimulatedCluster, ILifeGrain, Journal, Task> body)
    {
        using var cluster = new SimulatedCluster(seed: 3);
        var journal = new Journal(cluster.TimeProvider);
        var silo = cluster.AddSilo(builder => builder.Services.AddSingleton(journal));
        cluster.Run(() => body(cluster, silo.GrainFactory.GetGrain<ILifeGrain>("t"), journal));
    }
}
