using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Activations;

public sealed class GrainTimerTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    [Fact]
    public Task A_tick_waits_for_a_request_and_one_that_interleaves_does_not() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ITickingGrain>("waits");
        var hold = grain.Hold("h");
        await journal.Until("holds h");
        await grain.Start("waiting", Soon, interleave: false);
        await grain.Start("passing", Soon, interleave: true);
        await journal.Until("passing 3");
        Assert.DoesNotContain("waiting 1", journal.Entries);
        journal.Open("h");
        await hold;
        await journal.Until("waiting 1");
        await grain.Stop();
    });

    [Fact]
    public Task A_tick_that_fails_is_followed_by_others() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ITickingGrain>("fails");
        await grain.Start("failing", Soon, interleave: false);
        await journal.Until("failing 3");
        await grain.Stop();
    });

    [Fact]
    public Task A_timer_that_is_disposed_ticks_no_more() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ITickingGrain>("stops");
        await grain.Start("stopped", Soon, interleave: false);
        await journal.Until("stopped 1");
        await grain.Stop();
        var ticks = Ticks(journal, "stopped");
        await grain.Start("other", Soon, interleave: false);
        await journal.Until("other 5");
        Assert.Equal(ticks, Ticks(journal, "stopped"));
        await grain.Stop();
    });

    [Fact]
    public Task Timers_end_with_their_activation() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ITickingGrain>("leaves");
        await grain.Start("first", Soon, interleave: false);
        await journal.Until("first 1");
        await grain.Leave();
        await grain.Start("second", Soon, interleave: false);
        var ticks = Ticks(journal, "first");
        await journal.Until("second 5");
        Assert.Equal(ticks, Ticks(journal, "first"));
        await grain.Stop();
    });

    private static int Ticks(Journal journal, string timer) => journal.Entries.Count(entry => entry.StartsWith(timer, StringComparison.Ordinal));
}
