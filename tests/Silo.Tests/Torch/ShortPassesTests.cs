namespace OrleansInference.Torch;

public class ShortPassesTests
{
    private static readonly TimeSpan Long = ShortPasses.Longest * 2;

    private readonly ShortPasses _passes = new();

    [Fact]
    public void Nothing_is_known_to_be_short_at_first() => Assert.False(_passes.Has(0));

    [Fact]
    public void A_pass_as_large_as_one_that_was_short_is_short()
    {
        _passes.Add(100, ShortPasses.Longest);
        Assert.True(_passes.Has(100));
        Assert.True(_passes.Has(1));
        Assert.False(_passes.Has(101));
    }

    [Fact]
    public void A_long_pass_ends_it_for_its_size_and_those_above()
    {
        _passes.Add(100, ShortPasses.Longest);
        _passes.Add(60, Long);
        Assert.False(_passes.Has(60));
        Assert.False(_passes.Has(100));
        Assert.True(_passes.Has(59));
    }

    [Fact]
    public void A_short_pass_begins_it_anew()
    {
        _passes.Add(100, Long);
        _passes.Add(100, ShortPasses.Longest);
        Assert.True(_passes.Has(100));
    }
}
