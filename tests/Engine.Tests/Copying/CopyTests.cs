namespace OrleansInference.Engine.Tests.Copying;

public sealed class CopyTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public Task Mutable_arguments_and_results_are_copies_that_keep_their_shape() => Run(async (local, _) =>
    {
        var sent = new Mutable { Numbers = [1, 2], Lists = { ["a"] = [1] } };
        sent.Self = sent;
        CopyGrain.Sent = sent;
        Assert.False(await local.Keep(sent));
        sent.Numbers[0] = 99;
        sent.Lists["a"].Add(2);
        var kept = await local.GiveKept();
        Assert.Equal([1, 2], kept.Numbers);
        Assert.Equal([1], kept.Lists["a"]);
        Assert.Same(kept, kept.Self);
        kept.Numbers[1] = 98;
        Assert.Equal(2, (await local.GiveKept()).Numbers[1]);
    });

    [Fact]
    public Task What_is_immutable_is_shared_within_a_silo_and_copied_to_another() => Run(async (local, remote) =>
    {
        var bytes = new byte[] { 1, 2, 3 };
        var frozen = new Frozen { Data = bytes, Names = ["a"] };
        CopyGrain.Sent = frozen;
        Assert.True(await local.IsSame(frozen));
        Assert.False(await remote.IsSame(frozen));
        CopyGrain.Sent = bytes;
        Assert.True(await local.IsSameArray(bytes));
        Assert.False(await remote.IsSameArray(bytes));
        Assert.NotSame(CopyGrain.Given, await local.GiveImmutable()); // The attribute means nothing on a result:
        Assert.Same(CopyGrain.GivenFrozen, await local.GiveFrozen()); // what counts is the type's.
        Assert.NotSame(CopyGrain.GivenFrozen, await remote.GiveFrozen());
        Assert.NotSame(CopyGrain.Given, await remote.GiveImmutable());
        Assert.Equal(CopyGrain.Given, await remote.GiveImmutable());
    });

    [Fact]
    public Task Bare_memory_is_copied_even_within_a_silo() => Run(async (local, _) =>
    {
        var bytes = new byte[] { 1, 2, 3 };
        CopyGrain.Sent = bytes;
        Assert.False(await local.IsSameMemory(bytes));
    });

    [Fact]
    public Task An_immutable_message_takes_its_bytes_along_to_another_silo() => Run(async (_, remote) =>
    {
        var bytes = new byte[] { 1, 2, 3 };
        var back = (Frozen)await remote.ThatOf(new Frozen { Data = bytes, Names = ["a", "b"] });
        Assert.Equal(bytes, back.Data.ToArray());
        Assert.NotSame(bytes, CopyGrain.ArrayOf(back.Data));
        Assert.Equal(["a", "b"], back.Names.AsEnumerable());
        Assert.True(((Frozen)await remote.ThatOf(new Frozen { Data = bytes })).Names.IsDefault);
    });

    [Fact]
    public Task Derived_types_and_immutable_members_keep_their_rules() => Run(async (local, remote) =>
    {
        var dog = new Dog([1], [2], 7);
        CopyGrain.Sent = dog;
        Assert.Equal("False True False True", string.Join(" ", await local.IsSameAnimal(dog)));
        Assert.Equal("False False False True", string.Join(" ", await remote.IsSameAnimal(dog)));
    });

    [Fact]
    public Task A_grain_reference_calls_from_where_it_arrives() => Run(async (local, remote) =>
    {
        Assert.Equal(await local.WhoAmI(), await remote.CallThrough(local));
        Assert.Equal(await remote.WhoAmI(), await local.CallThrough(remote));
    });

    [Fact]
    public Task Values_of_open_types_come_back_as_what_they_are() => Run(async (local, remote) =>
    {
        foreach (var grain in new[] { local, remote })
        {
            Assert.Equal(5, await grain.ThatOf(5));
            Assert.Equal((1, "x"), await grain.ThatOf((1, "x")));
            Assert.True(((HashSet<int>)await grain.ThatOf(new HashSet<int> { 1, 2 })).SetEquals([1, 2]));
            Assert.Equal(new Queue<int>([3, 4]), (Queue<int>)await grain.ThatOf(new Queue<int>([3, 4])));
        }
    });

    private Task Run(Func<ICopyGrain, ICopyGrain, Task> body) => engine.Run(async (silos, _) =>
    {
        await silos[1].Grains.GetGrain<ICopyGrain>("remote").WhoAmI();
        await body(silos[0].Grains.GetGrain<ICopyGrain>("local"), silos[0].Grains.GetGrain<ICopyGrain>("remote"));
    });
}
