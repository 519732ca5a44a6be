using Orleans.Storage;

namespace OrleansInference.Engine.Tests.Storage;

public sealed class StorageTests(StorageFixture engine) : IClassFixture<StorageFixture>
{
    [Fact]
    public Task A_state_is_read_before_the_grain_activates_and_outlives_the_activation() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<INoteGrain>("stays");
        var first = await grain.Read();
        Assert.Equal(("", false), (first.Text, first.Exists));
        await grain.Write("hello");
        await grain.Leave();
        var second = await grain.Read();
        Assert.Equal(("hello", true), (second.Text, second.Exists));
        Assert.NotEqual(first.Activation, second.Activation);
        Assert.Equal(["activated with ''", "activated with 'hello'"], journal.Entries);
    });

    [Fact]
    public Task What_is_cleared_is_gone() => engine.Run(async (grains, _) =>
    {
        var grain = grains.GetGrain<INoteGrain>("goes");
        await grain.Write("hello");
        await grain.Clear();
        Assert.False((await grain.Read()).Exists);
        await grain.Leave();
        Assert.Equal("", (await grain.Read()).Text);
    });

    [Fact]
    public Task A_write_over_what_somebody_else_wrote_is_a_conflict_until_it_is_read_anew() => engine.Run(async (grains, _) =>
    {
        var grain = grains.GetGrain<INoteGrain>("contended");
        await grain.Write("mine");
        await grain.Overwrite("theirs");
        var before = await grain.Read();
        Assert.Equal("2", await grain.WriteDespiteConflict("mine again"));
        Assert.Equal(before with { Text = "mine again" }, await grain.Read());
        Assert.Null(await grain.WriteDespiteConflict("and again"));
    });

    [Fact]
    public Task A_conflict_that_leaves_the_grain_ends_the_activation() => engine.Run(async (grains, _) =>
    {
        var grain = grains.GetGrain<INoteGrain>("careless");
        await grain.Write("mine");
        var before = await grain.Read();
        await grain.Overwrite("theirs");
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write("mine again"));
        var after = await grain.Read();
        Assert.Equal("theirs", after.Text);
        Assert.NotEqual(before.Activation, after.Activation);
    });

    [Fact]
    public Task A_state_that_can_not_be_read_keeps_its_grain_from_activating() => engine.Run(async (grains, journal) =>
    {
        var error = await Assert.ThrowsAsync<OrleansException>(() => grains.GetGrain<INoteGrain>("broken").Read());
        Assert.Contains("Can't read.", error.Message, StringComparison.Ordinal);
        Assert.Empty(journal.Entries);
    });
}
