namespace OrleansInference.Autoscaling.Hosts;

public sealed class HostBoundsTests
{
    private static readonly HostBounds Bounds = new(2, 5);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    [InlineData(9, 5)]
    public void No_fewer_and_no_more_are_asked_for(int wanted, int asked) => Assert.Equal(asked, Bounds.Within(new HostRequest(wanted, [])).Silos);

    [Theory]
    [InlineData(1, int.MaxValue, 2, 5)]
    [InlineData(3, 4, 3, 4)]
    public void The_autoscaler_learns_the_narrower_of_both_bounds(int min, int max, int least, int most)
    {
        var status = Bounds.Within(new HostStatus { Asked = 3, Running = 3, Min = min, Max = max });
        Assert.Equal((least, most), (status.Min, status.Max));
    }
}
