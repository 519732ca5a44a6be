namespace OrleansInference.Autoscaling.Policy;

public sealed class QueueModelTests
{
    private const double Tolerance = 1e-9;

    // Random arrivals, exponential service, half a second each.
    private static readonly QueueModel Plain = new(2.6, 0.5, 1, 1);

    [Fact]
    public void One_server_has_the_wait_of_Pollaczek_and_Khinchine()
    {
        foreach (var offered in new[] { 0.1, 0.5, 0.9 })
            foreach (var variability in new[] { 0.0, 0.5, 1, 4 })
            {
                var expected = offered / (1 - offered) * 0.5 * (1 + variability) / 2;
                Assert.Equal(expected, new QueueModel(offered, 0.5, 1, variability).MeanWait(1), Tolerance);
            }
    }

    [Fact]
    public void Two_servers_have_the_wait_of_Erlang() =>
        // a = 1: C = 1/3, and 1/3 / (2·2 − 2) per half second of service.
        Assert.Equal(1.0 / 6, new QueueModel(1, 0.5, 1, 1).MeanWait(2), Tolerance);

    [Fact]
    public void Either_variability_counts_alike()
    {
        Assert.Equal(Plain.MeanWait(4) * 2.5, (Plain with { WorkVariability = 4 }).MeanWait(4), Tolerance);
        Assert.Equal(Plain.MeanWait(4) * 2.5, (Plain with { ArrivalVariability = 4 }).MeanWait(4), Tolerance);
        Assert.Equal(0, new QueueModel(2.6, 0.5, 0, 0).WaitPercentile(3, 0.99));
    }

    [Fact]
    public void Too_few_replicas_wait_for_ever()
    {
        var full = Plain with { Offered = 4 };
        foreach (var replicas in new[] { -1, 0, 3, 4 })
        {
            Assert.Equal(1, full.ProbabilityOfWait(replicas));
            Assert.Equal(double.PositiveInfinity, full.MeanWait(replicas));
            Assert.Equal(double.PositiveInfinity, full.WaitPercentile(replicas, 0.99));
            Assert.Equal(double.PositiveInfinity, full.LatencyPercentile(replicas, 0.99));
        }
        Assert.True(double.IsFinite(full.LatencyPercentile(5, 0.99)));
        Assert.Equal(5, full.StableReplicas);
    }

    [Fact]
    public void Fewer_waits_than_the_share_leaves_out_are_no_wait()
    {
        var probability = Plain.ProbabilityOfWait(4);
        Assert.Equal(0, Plain.WaitPercentile(4, 1 - probability - 1e-6));
        Assert.True(Plain.WaitPercentile(4, 1 - probability + 1e-6) > 0);
        // An exponential with the mean of those that wait.
        Assert.Equal(Plain.MeanWait(4) / probability * Math.Log(probability / 0.01), Plain.WaitPercentile(4, 0.99), Tolerance);
    }

    [Fact]
    public void Each_replica_more_shortens_wait_and_latency()
    {
        foreach (var queue in Some())
            for (var replicas = queue.StableReplicas; replicas < queue.StableReplicas + 20; replicas++)
            {
                Assert.True(queue.MeanWait(replicas + 1) <= queue.MeanWait(replicas), $"{queue} at {replicas}");
                Assert.True(queue.WaitPercentile(replicas + 1, 0.99) <= queue.WaitPercentile(replicas, 0.99), $"{queue} at {replicas}");
                Assert.True(queue.LatencyPercentile(replicas + 1, 0.99) <= queue.LatencyPercentile(replicas, 0.99) * (1 + 1e-4), $"{queue} at {replicas}");
            }
    }

    [Fact]
    public void The_fewest_replicas_keep_the_wait()
    {
        foreach (var queue in Some())
            foreach (var seconds in new[] { 0, 0.001, 0.1, 1, 10 })
            {
                var replicas = queue.ReplicasForWait(0.99, seconds, 100_000);
                Assert.True(queue.WaitPercentile(replicas, 0.99) <= seconds + Tolerance, $"{queue}, {seconds} s: {replicas} are too few.");
                Assert.True(queue.WaitPercentile(replicas - 1, 0.99) > seconds - Tolerance, $"{queue}, {seconds} s: {replicas} are too many.");
            }
    }

    [Fact]
    public void The_fewest_replicas_keep_the_latency()
    {
        foreach (var queue in Some())
            foreach (var times in new[] { 1.02, 1.5, 4 })
            {
                var seconds = times * queue.LatencyPercentile(queue.StableReplicas + 1000, 0.99);
                var replicas = queue.ReplicasForLatency(0.99, seconds, 100_000)!.Value;
                Assert.True(queue.LatencyPercentile(replicas, 0.99) <= seconds * (1 + 1e-4), $"{queue}, {seconds} s: {replicas} are too few.");
                Assert.True(queue.LatencyPercentile(replicas - 1, 0.99) > seconds * (1 - 1e-4), $"{queue}, {seconds} s: {replicas} are too many.");
            }
    }

    [Fact]
    public void No_more_than_the_most_are_asked_for()
    {
        Assert.Equal(3, Plain.ReplicasForWait(0.99, 100, 3));
        Assert.Equal(4, Plain.ReplicasForWait(0.99, 0, 4));
        Assert.Equal(2, Plain.ReplicasForWait(0.99, 0, 2));
        Assert.Equal(2, Plain.ReplicasForLatency(0.99, 100, 2));
        Assert.Equal(7, (Plain with { Offered = double.PositiveInfinity }).ReplicasForWait(0.99, 1, 7));
    }

    [Fact]
    public void Replicas_do_not_help_where_the_service_alone_takes_too_long()
    {
        var service = Plain.LatencyPercentile(10_000, 0.99);
        Assert.Null(Plain.ReplicasForLatency(0.99, service * 0.999, int.MaxValue));
        Assert.NotNull(Plain.ReplicasForLatency(0.99, service * 1.001, int.MaxValue));
        Assert.Null((Plain with { Offered = 0 }).ReplicasForLatency(0.99, service * 0.999, 10));
        Assert.Null((Plain with { WorkVariability = 0 }).ReplicasForLatency(0.99, 0.499, 10));
        Assert.NotNull((Plain with { WorkVariability = 0 }).ReplicasForLatency(0.99, 0.501, 10));
    }

    [Fact]
    public void Constant_service_adds_itself_to_the_wait()
    {
        var constant = Plain with { WorkVariability = 0 };
        Assert.Equal(0.5 + constant.WaitPercentile(4, 0.99), constant.LatencyPercentile(4, 0.99), 1e-4);
        Assert.Equal(0.5, constant.LatencyPercentile(100, 0.99), 1e-4);
    }

    [Fact]
    public void Variable_service_adds_less_than_its_own_percentile()
    {
        var service = Plain.LatencyPercentile(10_000, 0.99);
        var sum = service + Plain.WaitPercentile(3, 0.99);
        Assert.InRange(Plain.LatencyPercentile(3, 0.99), Math.Max(service, Plain.WaitPercentile(3, 0.99)), 0.95 * sum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void No_load_needs_one_replica(double offered)
    {
        var idle = Plain with { Offered = offered };
        Assert.Equal(1, idle.StableReplicas);
        Assert.Equal(1, idle.ReplicasForWait(0.99, 0, int.MaxValue));
        Assert.Equal(1, idle.ReplicasForLatency(0.99, 10, int.MaxValue));
        Assert.Equal((0, 0, 0), (idle.ProbabilityOfWait(1), idle.MeanWait(1), idle.WaitPercentile(1, 0.99)));
    }

    [Fact]
    public void Service_that_takes_no_time_takes_none()
    {
        var instant = new QueueModel(0, 0, 1, 1);
        Assert.Equal((0, 0), (instant.WaitPercentile(1, 0.99), instant.LatencyPercentile(1, 0.99)));
        Assert.Equal(1, instant.ReplicasForLatency(0.99, 0.001, 10));
    }

    [Fact]
    public void Ten_servers_in_one_queue_wait_less_than_in_ten() =>
        Assert.True(new QueueModel(6.5, 1, 1, 1).MeanWait(10) < new QueueModel(0.65, 1, 1, 1).MeanWait(1) / 10);

    private static IEnumerable<QueueModel> Some() =>
        from offered in new[] { 0.05, 0.99, 1, 2.6, 9.7, 64.2, 6500 }
        from variability in new[] { (1.0, 0.0), (1, 1), (4, 0.5), (0.25, 4) }
        select new QueueModel(offered, 0.08, variability.Item1, variability.Item2);
}
