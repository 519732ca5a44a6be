using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Engine.Tests.Activations;

public sealed class LifeTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public Task A_grain_that_leaves_comes_back_as_another_activation() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ILifeGrain>("leaves");
        var first = await grain.Activation();
        Assert.Equal(first, await grain.Activation());
        await grain.Leave();
        Assert.NotEqual(first, await grain.Activation());
        await journal.Until("disposed");
        Assert.Equal("activated", journal.Entries[0]);
        Assert.Equal("deactivated ApplicationRequested", journal.Entries[1]);
    });

    [Fact]
    public Task A_grain_that_is_to_be_placed_anew_comes_back_as_another_activation() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ILifeGrain>("moves");
        var first = await grain.Activation();
        await grain.Move();
        await journal.Until("disposed");
        Assert.NotEqual(first, await grain.Activation());
        Assert.Equal("deactivated Migrating", journal.Entries[1]);
    });

    [Fact]
    public Task A_grain_that_can_not_activate_fails_its_calls_with_the_cause() => engine.Run(async (grains, _) =>
    {
        var grain = grains.GetGrain<ILifeGrain>("broken");
        var calls = Enumerable.Range(0, 3).Select(_ => grain.Activation()).ToArray();
        foreach (var call in calls) Assert.Equal("Can't activate.", (await Assert.ThrowsAsync<InvalidOperationException>(() => call)).Message);
        await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Activation());
    });

    [Fact]
    public Task A_grain_that_leaves_while_it_activates_serves_nobody_and_is_not_told_that_it_deactivates() => engine.Run(async (grains, journal) =>
    {
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => grains.GetGrain<ILifeGrain>("hasty").Activation());
        await journal.Until("disposed");
        Assert.Contains("activated", journal.Entries);
        Assert.DoesNotContain("deactivated ApplicationRequested", journal.Entries);
    });

    [Fact]
    public Task Deactivation_waits_for_what_runs_and_sends_on_what_waits() => engine.Run(async (grains, journal) =>
    {
        var grain = grains.GetGrain<ILifeGrain>("drains");
        var first = await grain.Activation();
        var leave = grain.Leave();
        var hold = grain.Hold("h");
        var after = grain.Activation();
        journal.Open("h");
        await Task.WhenAll(leave, hold);
        Assert.NotEqual(first, await after);
    });

    [Fact]
    public Task A_grain_without_a_class_is_an_error_that_names_it() => engine.Run((grains, _) =>
    {
        var error = Assert.Throws<ArgumentException>(() => grains.GetGrain<INobodyGrain>("a"));
        Assert.Contains(nameof(INobodyGrain), error.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    });

    public interface INobodyGrain : IGrainWithStringKey
    {
        Task Nothing();
    }
}
