using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Calls;

public sealed class CallEndTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public Task Cancelling_ends_the_call_and_the_callee_learns_it_here_and_on_another_silo() => engine.Run(async (silos, journal) =>
    {
        foreach (var caller in silos)
        {
            journal.Clear();
            using var source = new CancellationTokenSource();
            var call = caller.Grains.GetGrain<ICallerGrain>("cancelled").WaitForCancellation(source.Token);
            await journal.Until("waits");
            source.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            await journal.Until("cancelled");
        }
    });

    [Fact]
    public Task Cancelling_does_not_wait_for_a_callee_that_ignores_it() => engine.Run(async (grains, journal) =>
    {
        using var source = new CancellationTokenSource();
        var call = grains.GetGrain<ICallerGrain>("ignores").IgnoreCancellation("h", source.Token);
        await journal.Until("in h");
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        journal.Open("h");
        await journal.Until("out h");
    });

    [Fact]
    public Task A_callee_has_a_token_that_can_be_cancelled_even_where_its_caller_gave_none() => engine.Run(async (grains, _) =>
        Assert.True(await grains.GetGrain<ICallerGrain>("token").HasToken(CancellationToken.None)));

    [Fact]
    public Task A_request_that_waits_is_taken_back_when_it_is_cancelled() => engine.Run(async (grains, journal) =>
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var grain = grains.GetGrain<ICallerGrain>("waits");
        var running = grain.WaitForCancellation(first.Token);
        await journal.Until("waits");
        var waiting = grain.WaitForCancellation(second.Token);
        second.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await grain.Settle();
        Assert.Equal(1, journal.Entries.Count(entry => entry == "waits"));
    });

    [Fact]
    public Task A_token_that_is_cancelled_already_sends_nothing() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ICallerGrain>("nothing");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.WaitForCancellation(new CancellationToken(canceled: true)));
        await grain.Settle();
        Assert.DoesNotContain("waits", journal.Entries);
    });

    [Fact]
    public Task A_late_response_is_a_timeout_and_the_call_runs_on() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<IGateGrain>("late");
        await grain.Note("active"); // A request that comes too late is dropped.
        var error = await Assert.ThrowsAsync<TimeoutException>(() => grain.PassSoon("a"));
        Assert.Contains("PassSoon", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("out a", journal.Entries);
        journal.Open("a");
        await journal.Until("out a");
    });

    [Fact]
    public Task One_way_calls_end_before_they_arrive_and_tell_no_errors() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ICallerGrain>("one-way");
        Assert.True(grain.SendAndFail().IsCompletedSuccessfully);
        await grain.Send("sent");
        grain.SendVoid("sent void");
        await journal.Until("sent");
        await journal.Until("sent void");
        Assert.Contains("failing", journal.Entries);
    });

    [Fact]
    public Task The_request_context_flows_to_the_callee_and_not_back() => engine.Run(async (grains, _) =>
    {
        RequestContext.Set("key", "from the caller");
        Assert.Equal("from the caller", await grains.GetGrain<ICallerGrain>("context").ReadContext("key"));
        Assert.Equal("from the caller", RequestContext.Get("key"));
        RequestContext.Clear();
        Assert.Null(await grains.GetGrain<ICallerGrain>("context").ReadContext("key"));
    });
}
