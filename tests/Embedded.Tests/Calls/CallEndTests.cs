using OrleansInference.Embedded.Tests.Grains;

namespace OrleansInference.Embedded.Tests.Calls;

public abstract class CallEndTests : Engine
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public Task Cancelling_ends_the_call_at_once_and_the_callee_learns_it() => Run(async (grains, journal) =>
    {
        using var source = new CancellationTokenSource();
        var call = grains.GetGrain<ICallerGrain>("c").WaitForCancellation(source.Token);
        await journal.Until("waits");
        source.Cancel();
        Assert.True(call.IsCanceled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await journal.Until("cancelled");
    });

    [Fact]
    public Task A_request_that_waits_is_taken_back_when_it_is_cancelled() => Run(async (grains, journal) =>
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var grain = grains.GetGrain<ICallerGrain>("c");
        var running = grain.WaitForCancellation(first.Token);
        await journal.Until("waits");
        var waiting = grain.WaitForCancellation(second.Token);
        second.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(await grain.HasToken(CancellationToken.None));
        Assert.Equal(1, journal.Entries.Count(entry => entry == "waits"));
    });

    [Fact]
    public Task A_token_that_is_cancelled_already_sends_nothing() => Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ICallerGrain>("c");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.WaitForCancellation(new CancellationToken(canceled: true)));
        Assert.False(await grain.HasToken(CancellationToken.None));
        Assert.DoesNotContain("waits", journal.Entries);
    });

    [Fact]
    public Task A_late_response_is_a_timeout_and_the_call_runs_on() => Run(
        async (grains, journal) =>
        {
            var call = grains.GetGrain<IGateGrain>("g").Pass("a");
            var error = await Assert.ThrowsAsync<TimeoutException>(() => call);
            Assert.Contains("IGateGrain.Pass", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("out a", journal.Entries);
            journal.Open("a");
            await journal.Until("out a");
        },
        silo => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Short));

    [Fact]
    public Task A_timeout_cancels_the_callee_only_where_that_is_asked_for() => Run(
        async (grains, journal) =>
        {
            await Assert.ThrowsAsync<TimeoutException>(() => grains.GetGrain<ICallerGrain>("c").WaitForCancellation(CancellationToken.None));
            await journal.Until("cancelled");
        },
        silo => silo.Configure<SiloMessagingOptions>(options => (options.ResponseTimeout, options.CancelRequestOnTimeout) = (Short, true)));

    [Fact]
    public Task One_way_calls_end_before_they_arrive_and_tell_no_errors() => Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ICallerGrain>("c");
        Assert.True(grain.SendAndFail().IsCompletedSuccessfully);
        await grain.Send("sent");
        grain.SendVoid("sent void");
        await journal.Until("sent");
        await journal.Until("sent void");
        Assert.Contains("failing", journal.Entries);
    });

    [Fact]
    public Task The_request_context_flows_to_the_callee_and_not_back() => Run(async (grains, _) =>
    {
        RequestContext.Set("key", "from the caller");
        Assert.Equal("from the caller", await grains.GetGrain<ICallerGrain>("c").ReadContext("key"));
        Assert.Equal("from the caller", RequestContext.Get("key"));
        RequestContext.Clear();
        Assert.Null(await grains.GetGrain<ICallerGrain>("c").ReadContext("key"));
    });

    [Fact]
    public Task Too_many_waiting_requests_are_refused_where_there_is_a_limit() => Run(
        async (grains, journal) =>
        {
            var grain = grains.GetGrain<IGateGrain>("g");
            var running = grain.Pass("a");
            await journal.Until("in a");
            var waiting = grain.Pass("a");
            await Assert.ThrowsAsync<LimitExceededException>(() => grain.Pass("a"));
            journal.Open("a");
            await Task.WhenAll(running, waiting);
        },
        silo => silo.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 1));
}
