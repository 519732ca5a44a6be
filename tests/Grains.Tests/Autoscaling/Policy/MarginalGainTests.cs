namespace OrleansInference.Autoscaling.Policy;

public sealed class MarginalGainTests
{
    // Three replicas' worth of work, random arrivals, exponential service: what the 99th percentile of latency is from 4 replicas on, in service times, is 6.3, 5.1, 4.95.
    private static readonly QueueModel Plain = new(3, 1, 1, 1);

    [Fact]
    public void The_fifth_replica_takes_about_a_fifth_off()
    {
        Assert.Equal(0.2, 1 - (Plain.LatencyPercentile(5, 0.99) / Plain.LatencyPercentile(4, 0.99)), 0.02);
        // And exactly a fifth of the wait of those that wait where hardly anything comes.
        var quiet = Plain with { Offered = 1e-6 };
        Assert.Equal(0.2, 1 - (Wait(5) / Wait(4)), 1e-6);

        double Wait(int replicas) => quiet.MeanWait(replicas) / quiet.ProbabilityOfWait(replicas);
    }

    [Theory]
    [InlineData(0.25, 4)]
    [InlineData(0.15, 5)]
    [InlineData(0.02, 6)]
    [InlineData(0.005, 7)]
    public void Going_up_ends_where_a_replica_takes_too_little_off(double minimumGain, int expected) =>
        Assert.Equal(expected, MarginalGain.Stop(Plain, 4, 20, 0.99, minimumGain));

    [Fact]
    public void The_step_that_takes_just_enough_is_taken()
    {
        var gain = 1 - (Plain.LatencyPercentile(5, 0.99) / Plain.LatencyPercentile(4, 0.99));
        Assert.Equal(5, MarginalGain.Stop(Plain, 4, 20, 0.99, gain - 1e-4));
        Assert.Equal(4, MarginalGain.Stop(Plain, 4, 20, 0.99, gain + 1e-4));
    }

    [Fact]
    public void The_load_is_carried_whatever_the_gain() => Assert.Equal(4, MarginalGain.Stop(Plain, 1, 20, 0.99, 0.99));

    [Fact]
    public void No_more_than_wanted_come_out() => Assert.Equal((3, 5, 4), (Stop(1, 3), Stop(4, 5), Stop(8, 4)));

    [Fact]
    public void Without_a_minimum_it_is_off() => Assert.Equal(20, MarginalGain.Stop(Plain, 4, 20, 0.99, 0));

    [Fact]
    public void Of_the_wait_each_replica_takes_a_larger_share_than_the_one_before()
    {
        // Why it goes by latency.
        var gains = Enumerable.Range(5, 4).Select(n => 1 - (Plain.WaitPercentile(n + 1, 0.99) / Plain.WaitPercentile(n, 0.99))).ToList();
        Assert.Equal(gains.Order(), gains);
        Assert.Equal(1, gains[^1]);
    }

    private static int Stop(int from, int wanted) => MarginalGain.Stop(Plain, from, wanted, 0.99, 0.01);
}
