using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Scheduling;

public sealed class TurnTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public Task A_grain_runs_one_request_at_a_time() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<IGateGrain>("g");
        var first = grain.Pass("a");
        await journal.Until("in a");
        var second = grain.Pass("b");
        journal.Open("b");
        await grains.GetGrain<IGateGrain>("other").Note("elsewhere");
        Assert.DoesNotContain("in b", journal.Entries);
        journal.Open("a");
        await Task.WhenAll(first, second);
        Assert.True(Index(journal, "out a") < Index(journal, "in b"));
    });

    [Fact]
    public Task An_interleaving_method_passes_a_request_that_waits() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<IGateGrain>("g");
        var first = grain.Pass("a");
        await journal.Until("in a");
        journal.Open("b");
        await grain.PassInterleaved("b");
        Assert.False(first.IsCompleted);
        journal.Open("a");
        await first;
    });

    [Fact]
    public Task A_reentrant_grain_interleaves_all_requests() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<IReentrantGateGrain>("g");
        var first = grain.Pass("a");
        await journal.Until("in a");
        journal.Open("b");
        await grain.Pass("b");
        Assert.False(first.IsCompleted);
        journal.Open("a");
        await first;
    });

    [Fact]
    public Task Read_only_requests_interleave_with_each_other_only() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<IGateGrain>("g");
        var first = grain.Read("a");
        await journal.Until("in a");
        var write = grain.Pass("w");
        journal.Open("b");
        await grain.Read("b");
        Assert.DoesNotContain("in w", journal.Entries);
        journal.Open("a");
        journal.Open("w");
        await Task.WhenAll(first, write);
    });

    [Fact]
    public Task A_call_chain_re_enters_where_it_is_allowed() => engine.Run(async (grains, journal) =>
    {
        await grains.GetGrain<IGateGrain>("chain").CallBack(allowReentrancy: true);
        Assert.Contains("bounced", journal.Entries);
    });

    [Fact]
    public Task A_call_chain_does_not_re_enter_by_itself() => engine.Run(async (grains, _) =>
    {
        await Assert.ThrowsAsync<TimeoutException>(() => grains.GetGrain<IGateGrain>("in vain").CallBack(allowReentrancy: false));
    });

    private static int Index(Journal journal, string entry) => journal.Entries.ToList().IndexOf(entry);
}
