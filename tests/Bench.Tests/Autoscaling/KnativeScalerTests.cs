namespace OrleansInference.Bench.Autoscaling;

public sealed class KnativeScalerTests
{
    private const int Calm = 62; // seconds after which it has left the panic in which it begins

    [Fact]
    public void Each_replica_is_to_have_seven_tenths_of_a_request() => Assert.Equal(15, new Scene(new KnativeScaler(), ready: 12).Hold(Calm + 60, inFlight: 10).Wanted);

    [Fact]
    public void Another_target_counts() => Assert.Equal(20, new Scene(new KnativeScaler(0.5), ready: 12).Hold(Calm + 60, inFlight: 10).Wanted);

    // Two of the six seconds of the panic window: (2 × 4 + 4 × 3) / 6 / 0.7 → 5 is less than twice five, (2 × 40 + 4 × 3) / 6 / 0.7 → 22 is more.
    [Theory]
    [InlineData(4, false)]
    [InlineData(40, true)]
    public void It_panics_at_twice_of_what_the_ready_ones_are_for(int burst, bool panics)
    {
        var scaler = new KnativeScaler();
        var scene = new Scene(scaler, ready: 5) { IsStuck = true }.Hold(Calm, inFlight: 3);
        Assert.False(scaler.IsPanicking);

        scene.Hold(2, burst);

        Assert.Equal(panics, scaler.IsPanicking);
        Assert.Equal(panics, scene.Wanted >= 10);
    }

    [Theory]
    [InlineData(6, 9)] // ⌈6 / 0.7⌉ is below twice five
    [InlineData(7, 10)]
    public void The_threshold_itself_is_panic(int inFlight, int wanted)
    {
        var scaler = new KnativeScaler();
        var scene = new Scene(scaler, ready: 5) { IsStuck = true }.Hold(Calm, inFlight: 3).Hold(80, inFlight);

        Assert.Equal(wanted >= 10, scaler.IsPanicking);
        Assert.InRange(scene.Wanted, wanted, wanted + 1);
    }

    [Fact]
    public void In_panic_it_never_shrinks_and_it_ends_a_minute_after_the_last_reason()
    {
        var scaler = new KnativeScaler();
        var scene = new Scene(scaler, ready: 5).Hold(Calm, inFlight: 3).Hold(6, inFlight: 30);
        var most = scene.Wanted;
        Assert.Equal(43, most); // ⌈30 / 0.7⌉

        // Until the burst has left the panic window, 6 s, it has reason to panic; then for a minute it has none.
        scene.Hold(58, inFlight: 0);
        Assert.True(scaler.IsPanicking);
        Assert.Equal(most, scene.Wanted);

        scene.Hold(12, inFlight: 0);
        Assert.False(scaler.IsPanicking);
        Assert.True(scene.Wanted < most);
    }

    [Fact]
    public void Begun_with_several_it_keeps_them_for_a_minute()
    {
        var scene = new Scene(new KnativeScaler(), ready: 8).Hold(60, inFlight: 1);
        Assert.Equal(8, scene.Wanted);
        Assert.Equal(4, scene.Hold(2, inFlight: 1).Wanted); // half at a time
        Assert.Equal(2, scene.Hold(2, inFlight: 1).Wanted);
    }

    [Fact]
    public void A_delay_keeps_the_most_of_its_time()
    {
        var scene = new Scene(new KnativeScaler(scaleDownDelay: TimeSpan.FromSeconds(120)), ready: 1).Hold(60, inFlight: 7);
        var most = scene.Wanted;
        Assert.True(most >= 10);
        Assert.Equal(most, scene.Hold(140, inFlight: 1).Wanted); // the panic of the start ends at 92 s
        Assert.True(scene.Hold(30, inFlight: 1).Wanted < most);
    }
}
