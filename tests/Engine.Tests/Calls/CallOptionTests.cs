using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Calls;

public sealed class CallOptionTests(CallOptionTests.Fixture engine) : IClassFixture<CallOptionTests.Fixture>
{
    [Fact]
    public Task A_timeout_cancels_the_callee_where_that_is_asked_for() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ICallerGrain>("c");
        await grain.Settle(); // A request that comes too late is dropped.
        await Assert.ThrowsAsync<TimeoutException>(() => grain.WaitForCancellationNotLong(CancellationToken.None));
        await journal.Until("cancelled");
    });

    [Fact]
    public Task Too_many_waiting_requests_are_refused_where_there_is_a_limit() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<IGateGrain>("g");
        var running = grain.Pass("a");
        await journal.Until("in a");
        var (one, other) = (grain.Pass("a"), grain.Pass("a"));
        var refused = await Task.WhenAny(one, other);
        await Assert.ThrowsAsync<LimitExceededException>(() => refused);
        journal.Open("a");
        await Task.WhenAll(running, refused == one ? other : one);
    });

    public sealed class Fixture : EngineFixture
    {
        protected override void Configure(ISiloBuilder silo) => silo.Configure<SiloMessagingOptions>(options =>
            (options.CancelRequestOnTimeout, options.MaxEnqueuedRequestsHardLimit) = (true, 1));
    }
}
