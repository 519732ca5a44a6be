namespace OrleansInference.Bench.Autoscaling;

public sealed class RayServeScalerTests
{
    // The first report of metrics is after 10 s, and it grows when it has wanted to 31 times in a row.
    [Fact]
    public void It_grows_after_30_s_to_one_replica_for_two_requests()
    {
        var scene = new Scene(new RayServeScaler(), ready: 2).Hold(39, inFlight: 15);
        Assert.Equal(2, scene.Wanted);
        Assert.Equal(8, scene.Hold(1, inFlight: 15).Wanted);
    }

    [Fact]
    public void Another_target_counts() => Assert.Equal(22, new Scene(new RayServeScaler(0.7), ready: 2).Hold(40, inFlight: 15).Wanted);

    [Fact]
    public void A_break_begins_the_count_anew()
    {
        // At 40 s, after 30 times in a row, the last half a minute has 2.5 requests on average, which two replicas are enough for.
        var scene = new Scene(new RayServeScaler(), ready: 2).Hold(25, inFlight: 5).Hold(35, inFlight: 0);
        Assert.Equal(2, scene.Wanted);
        Assert.Equal(2, scene.Hold(30, inFlight: 5).Wanted);
    }

    [Fact]
    public void It_shrinks_after_600_s()
    {
        var scene = new Scene(new RayServeScaler(), ready: 8).Hold(609, inFlight: 4);
        Assert.Equal(8, scene.Wanted);
        Assert.Equal(2, scene.Hold(1, inFlight: 4).Wanted);
    }
}
