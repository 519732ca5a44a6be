namespace OrleansInference.Bench.Limit;

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
}
