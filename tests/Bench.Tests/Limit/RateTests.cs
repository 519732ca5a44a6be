namespace OrleansInference.Bench.Limit;

public sealed class RateTests
{
    [Fact]
    public void Even_answers_have_their_rate() =>
        Assert.Equal(20, Rate.Slope([.. Enumerable.Range(0, 100).Select(i => 3 + (i / 20.0))]), tolerance: 1e-9);

    // 16 at a time, each 0.4 s: 40/s. Counting from the first to the last gives 36 or 44.
    [Fact]
    public void Bursts_hardly_disturb_it()
    {
        var bursts = Enumerable.Range(0, 12 * 16).Select(i => i / 16 * 0.4).ToList();
        Assert.Equal(40, Rate.Slope(bursts), tolerance: 0.5);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { 1.0, 1.0 })]
    public void There_is_none_without_time(double[] seconds) => Assert.Equal(0, Rate.Slope(seconds));

    // The client took one second of four: the server would have a third more.
    [Fact]
    public void A_rate_is_corrected_by_the_clients_share() =>
        Assert.Equal(400, Rate.WithoutClient(300, TimeSpan.FromSeconds(1), seconds: 2, processors: 2), tolerance: 1e-9);
}
