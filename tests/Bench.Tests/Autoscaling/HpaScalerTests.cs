namespace OrleansInference.Bench.Autoscaling;

public sealed class HpaScalerTests
{
    // Of 100 ready: a tenth around 60 % is tolerated.
    [Theory]
    [InlineData(65, 100)]
    [InlineData(67, 112)] // ⌈0.67 / 0.6 × 100⌉
    [InlineData(55, 100)]
    public void Little_is_tolerated(int busy, int wanted) => Assert.Equal(wanted, new Scene(new HpaScaler(), ready: 100).Hold(15, busy).Wanted);

    [Fact]
    public void It_is_asked_every_15_s() => Assert.Equal(10, new Scene(new HpaScaler(), ready: 10).Hold(14, inFlight: 10).Wanted);

    [Theory]
    [InlineData(2, 6)] // by four
    [InlineData(10, 20)] // by as many
    public void Growth_is_bounded(int ready, int wanted) => Assert.Equal(wanted, new Scene(new HpaScaler(0.1), ready).Hold(15, ready).Wanted);

    [Fact]
    public void Those_that_are_not_ready_count_as_idle()
    {
        // 1 / 0.6 × 6 = 10: with four on their way, six busy ones are 60 % of ten.
        var scene = new Scene(new HpaScaler(), ready: 6).Hold(15, inFlight: 100);
        Assert.Equal(10, scene.Wanted);
        Assert.Equal(10, scene.Hold(15, inFlight: 100).Wanted);

        // Then they are ready, and busy.
        Assert.Equal(17, scene.Hold(30, inFlight: 100).Wanted);
    }

    [Fact]
    public void It_shrinks_to_the_most_of_five_minutes()
    {
        var scene = new Scene(new HpaScaler(), ready: 10).Hold(60, inFlight: 6).Hold(285, inFlight: 3);
        Assert.Equal(10, scene.Wanted);
        Assert.Equal(5, scene.Hold(15, inFlight: 3).Wanted);
    }

    [Fact]
    public void At_the_start_what_is_there_is_the_first_recommendation()
    {
        var scene = new Scene(new HpaScaler(), ready: 10).Hold(285, inFlight: 3);
        Assert.Equal(10, scene.Wanted);
        Assert.Equal(5, scene.Hold(15, inFlight: 3).Wanted);
    }

    [Fact]
    public void The_last_replica_stays() => Assert.Equal(1, new Scene(new HpaScaler(), ready: 3).Hold(600, inFlight: 0).Wanted);
}
