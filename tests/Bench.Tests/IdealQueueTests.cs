namespace OrleansInference.Bench;

public sealed class IdealQueueTests
{
    [Fact]
    public void Requests_wait_for_those_before_them() =>
        Assert.Equal([1, 2, 3], IdealQueue.Latencies([0, 0, 0], _ => 1, servers: 1));

    [Fact]
    public void Servers_work_side_by_side() =>
        Assert.Equal([1, 1, 2, 2], IdealQueue.Latencies([0, 0, 0, 0], _ => 1, servers: 2));

    [Fact]
    public void A_free_server_starts_at_once() =>
        Assert.Equal([1, 1, 1], IdealQueue.Latencies([0, 5, 10], _ => 1, servers: 1));

    // The long one keeps one server; the others take turns at the other, in the order they came.
    [Fact]
    public void The_next_in_line_takes_the_server_that_is_free_first() =>
        Assert.Equal([10, 1, 1.5, 1.75], IdealQueue.Latencies([0, 0, 0.5, 1], i => i switch { 0 => 10, 3 => 0.75, _ => 1 }, servers: 2));

    // M/D/1 at half load waits half a service time on average (Pollaczek and Khinchine): 0.5 / (2 (1 - 0.5)) = 0.5.
    [Fact]
    public void Waiting_follows_the_theory()
    {
        var due = 0.0;
        var arrivals = OpenArrivals.PoissonGaps(0.5, seed: 3).Take(200_000).Select(gap => due += gap / 1e9).ToList();
        Assert.Equal(1.5, IdealQueue.Latencies(arrivals, _ => 1, servers: 1).Average(), tolerance: 0.02);
    }

    [Fact]
    public void Known_work_goes_where_it_ends_first() => Assert.Equal(
        [1, 2, 3, 4, 5, 5], IdealQueue.LatenciesWithKnownWork([0, 0, 0, 0, 0, 0], _ => 1, [1, 5]));

    // The long one would take 15 on the idle slow server; the short one takes it although the fast one is free sooner.
    [Fact]
    public void Known_work_is_weighed_with_the_slowness_of_the_server() => Assert.Equal(
        [4, 7, 5], IdealQueue.LatenciesWithKnownWork([0, 0, 0], i => i switch { 0 => 4, 1 => 3, _ => 1 }, [1, 5]));

    [Fact]
    public void With_servers_that_are_alike_known_work_is_no_use()
    {
        var (random, due) = (new Random(5), 0.0);
        var arrivals = OpenArrivals.PoissonGaps(3, seed: 3).Take(10_000).Select(gap => due += gap / 1e9).ToList();
        var service = arrivals.ConvertAll(_ => random.NextDouble());
        Assert.Equal(IdealQueue.Latencies(arrivals, i => service[i], 2), IdealQueue.LatenciesWithKnownWork(arrivals, i => service[i], [1, 1]));
    }
}
