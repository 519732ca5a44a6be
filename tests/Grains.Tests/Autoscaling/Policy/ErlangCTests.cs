namespace OrleansInference.Autoscaling.Policy;

public sealed class ErlangCTests
{
    [Theory]
    [InlineData(1, 0.7, 0.7)]
    [InlineData(2, 1, 1.0 / 3)]
    [InlineData(3, 2, 4.0 / 9)]
    [InlineData(5, 4, 0.5541)]
    [InlineData(10, 8, 0.4092)]
    public void Values_of_textbooks_come_out(int servers, double offered, double expected) => Assert.Equal(expected, Of(servers, offered), 1e-4);

    [Fact]
    public void It_is_what_the_definition_says()
    {
        foreach (var servers in new[] { 1, 2, 3, 5, 8, 13, 40, 100, 250, 500 })
            foreach (var percent in new[] { 1, 10, 50, 65, 80, 90, 95, 99 })
            {
                var thousandths = servers * percent * 10;
                var expected = ExactErlangC.Of(servers, thousandths);
                var actual = Of(servers, thousandths / 1000.0);
                Assert.True(Math.Abs(actual - expected) <= (1e-9 * expected) + 1e-17, $"{servers} servers, {percent} %: {actual:R} instead of {expected:R}.");
            }
    }

    [Fact]
    public void Ten_thousand_servers_are_no_harder()
    {
        Assert.Equal(ExactErlangC.Of(3000, 2_950_000), Of(3000, 2950), 1e-10);
        // S. Halfin and W. Whitt, 1981: for (m − a)/√m = 1, 0.2234 as m grows.
        Assert.Equal(0.2234, Of(10_000, 9900), 0.003);
        Assert.InRange(Of(10_000, 9999.9), 0.99, 1);
        Assert.InRange(Of(1_000_000_000, 999_999_999), 0.99, 1);
    }

    [Fact]
    public void Next_to_no_load_waits_next_to_never()
    {
        Assert.Equal(1e-9, Of(1, 1e-9), 1e-15);
        Assert.Equal(0, Of(1000, 1e-300), 1e-15);
    }

    [Fact]
    public void It_begins_with_the_fewest_servers_that_can_carry_the_load()
    {
        Assert.Equal(1, new ErlangC(0.5).Servers);
        Assert.Equal(5, new ErlangC(4).Servers);
        Assert.Equal(5, new ErlangC(4.99).Servers);
        Assert.Equal(9901, new ErlangC(9900).Servers);
    }

    private static double Of(int servers, double offered)
    {
        var walk = new ErlangC(offered);
        while (walk.Servers < servers) walk.Add();
        return walk.Probability;
    }
}
