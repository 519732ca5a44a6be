namespace OrleansInference.Bench.Limit;

public sealed class PassCostTests
{
    private readonly PassCost _cost = new([(8, 40), (1, 10), (2, 12)]);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 12)]
    [InlineData(5, 26)]
    [InlineData(8, 40)]
    public void Sizes_between_are_on_a_line(int items, double microseconds) => Assert.Equal(microseconds, _cost.Of(items), tolerance: 1e-9);

    [Fact]
    public void Larger_sizes_cost_in_proportion() => Assert.Equal(80, _cost.Of(16), tolerance: 1e-9);

    [Fact]
    public void Something_must_have_been_measured() => Assert.Throws<ArgumentException>(() => new PassCost([]));
}
