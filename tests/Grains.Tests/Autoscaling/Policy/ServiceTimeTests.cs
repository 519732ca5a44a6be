namespace OrleansInference.Autoscaling.Policy;

public sealed class ServiceTimeTests
{
    [Fact]
    public void Half_of_the_services_are_shorter_than_the_median_and_one_in_a_hundred_longer_than_the_percentile()
    {
        var scale = Math.Sqrt(Math.Log(1 + 0.5));
        var median = 2 / Math.Sqrt(1 + 0.5);
        var service = new ServiceTime(2, 0.5);
        Assert.Equal(0.5, service.Exceeds(median), 1e-6);
        Assert.Equal(0.01, service.Exceeds(median * Math.Exp(2.3263479 * scale)), 1e-6);
        Assert.Equal(0.99, service.Exceeds(median * Math.Exp(-2.3263479 * scale)), 1e-6);
        Assert.Equal(1, service.Exceeds(0));
    }

    [Fact]
    public void A_constant_service_takes_its_mean()
    {
        var service = new ServiceTime(2, 0);
        Assert.Equal((1, 0), (service.Exceeds(1.9999), service.Exceeds(2.0001)));
        Assert.Equal(Math.Exp(-1), service.ExceedsAfter(0.5, 2.5), 1e-6);
        Assert.Equal(0, service.ExceedsAfter(0.5, 1.9999));
    }

    [Theory]
    [InlineData(0.25, 0.3, 2)]
    [InlineData(0.25, 3, 5)]
    [InlineData(1, 0.1, 1)]
    [InlineData(1, 1, 6)]
    [InlineData(4, 0.5, 4)]
    [InlineData(4, 20, 30)]
    public void A_wait_before_it_makes_it_late_as_often_as_drawn(double variability, double meanWait, double seconds)
    {
        var random = new Random(1);
        var (service, wait) = (Distributions.LogNormal(random, variability), Distributions.Exponential(random));
        const int Count = 500_000;
        var late = 0;
        for (var i = 0; i < Count; i++)
        {
            var alone = service();
            if (alone <= seconds && alone + (meanWait * wait()) > seconds) late++;
        }
        Assert.Equal((double)late / Count, new ServiceTime(1, variability).ExceedsAfter(meanWait, seconds), 0.003);
    }

    [Fact]
    public void Without_a_wait_none_comes_later() => Assert.Equal(0, new ServiceTime(1, 1).ExceedsAfter(0, 1));
}
