namespace OrleansInference.Embedded.Tests.Scheduling;

public sealed class PoolThreadTests : IAsyncLifetime
{
    private static readonly AsyncLocal<string?> OfTheCaller = new();

    private readonly InProcessTestCluster _cluster = new InProcessTestClusterBuilder(1).Build();

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_call_from_a_pool_thread_to_an_idle_grain_has_its_outcome_when_it_returns()
    {
        var grain = await Warm("near");
        var (isCompleted, thread, own) = await Task.Run(() =>
        {
            var call = grain.Thread();
            return (call.IsCompleted, call.Result, Environment.CurrentManagedThreadId);
        });
        Assert.True(isCompleted);
        Assert.Equal(own, thread);
    }

    [Fact]
    public async Task What_a_turn_wakes_runs_next_on_its_thread()
    {
        var grain = await Warm("first");
        await Warm("second");
        var (own, other) = await grain.ThreadsWith("second");
        Assert.Equal(own, other);
    }

    [Fact]
    public async Task A_turn_does_not_see_the_context_of_whoever_made_the_call()
    {
        var grain = await Warm("context");
        var (seen, kept) = await Task.Run(() =>
        {
            OfTheCaller.Value = "mine";
            var call = grain.Context();
            return (call.Result, OfTheCaller.Value);
        });
        Assert.Null(seen);
        Assert.Equal("mine", kept);
    }

    [Fact]
    public async Task A_turn_that_blocks_on_what_it_has_woken_gets_it_all_the_same()
    {
        var grain = await Warm("blocking");
        await Warm("woken");
        Assert.True(await grain.BlockOn("woken").WaitAsync(TimeSpan.FromSeconds(60)));
    }

    private async Task<IThreadGrain> Warm(string key)
    {
        var grain = _cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IThreadGrain>(key);
        await grain.Thread();
        return grain;
    }

    public interface IThreadGrain : IGrainWithStringKey
    {
        Task<int> Thread();

        Task<(int Own, int Other)> ThreadsWith(string other);

        Task<string?> Context();

        Task<bool> BlockOn(string other);
    }

    public sealed class ThreadGrain : Grain, IThreadGrain
    {
        public Task<int> Thread() => Task.FromResult(Environment.CurrentManagedThreadId);

        public async Task<(int Own, int Other)> ThreadsWith(string other)
        {
            var own = Environment.CurrentManagedThreadId;
            return (own, await GrainFactory.GetGrain<IThreadGrain>(other).Thread());
        }

        public Task<string?> Context() => Task.FromResult(OfTheCaller.Value);

        public Task<bool> BlockOn(string other) =>
            Task.FromResult(GrainFactory.GetGrain<IThreadGrain>(other).Thread().Wait(TimeSpan.FromSeconds(60)));
    }
}
