using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Routing.Traffic;

public sealed class KeyHashTests
{
    /// <summary>Fixed for good, since silos of different releases have to agree. The values are those of another program's FNV-1a and fmix64.</summary>
    [Theory]
    [InlineData("", 0xefd01f60ba992926)]
    [InlineData("alice", 0x84fd64be74c33892)]
    [InlineData("bob", 0x7786e8b22056c269)]
    [InlineData("Łukasz", 0xd9a15d4605d0eb8b)]
    public void The_hash_of_a_text_never_changes(string text, ulong hash) => Assert.Equal(hash, KeyHash.Of(text));

    [Fact]
    public void A_number_and_its_text_are_one_key()
    {
        Assert.Equal(Hash(ParameterValue.Of("7")), Hash(ParameterValue.Of(7L)));
        Assert.Equal(Hash(ParameterValue.Of("-7")), Hash(ParameterValue.Of(-7L)));
        Assert.Equal(Hash(ParameterValue.Of("0.1")), Hash(ParameterValue.Of(0.1)));
        Assert.Equal(Hash(ParameterValue.Of("18446744073709551615")), Hash(ParameterValue.Of(ulong.MaxValue)));
        Assert.Equal(Hash(ParameterValue.Of("true")), Hash(ParameterValue.Of(true)));
        Assert.NotEqual(Hash(ParameterValue.Of("7")), Hash(ParameterValue.Of("8")));
        Assert.False(KeyHash.TryOf(ImmutableDictionary<string, ParameterValue>.Empty, "user", out _));
    }

    [Fact]
    public void Hashing_a_parameter_does_not_allocate()
    {
        var parameters = Parameters(ParameterValue.Of(123456789L)).Add("name", ParameterValue.Of("alice"));
        KeyHash.TryOf(parameters, "user", out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            KeyHash.TryOf(parameters, "user", out _);
            KeyHash.TryOf(parameters, "name", out _);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Keys_that_resemble_each_other_are_spread_evenly()
    {
        var buckets = new int[10];
        for (var i = 0; i < 100_000; i++) buckets[(int)(10 * KeyHash.ToUnit(KeyHash.Of($"user-{i}")))]++;
        // A tenth each, give or take five standard deviations of √(100,000 · 0.1 · 0.9) = 95.
        Assert.All(buckets, count => Assert.InRange(count, 10_000 - 475, 10_000 + 475));
        Assert.InRange(KeyHash.ToUnit(0), double.Epsilon, 1);
        Assert.True(KeyHash.ToUnit(ulong.MaxValue) < 1);
    }

    private static ulong Hash(ParameterValue value)
    {
        Assert.True(KeyHash.TryOf(Parameters(value), "user", out var hash));
        return hash;
    }

    private static ImmutableDictionary<string, ParameterValue> Parameters(ParameterValue value) =>
        ImmutableDictionary<string, ParameterValue>.Empty.Add("user", value);
}
