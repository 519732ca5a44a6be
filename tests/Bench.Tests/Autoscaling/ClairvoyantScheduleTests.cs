namespace OrleansInference.Bench.Autoscaling;

public sealed class ClairvoyantScheduleTests
{
    private const double Load = ScalingWorkload.LoadSeconds;

    [Fact]
    public void A_replica_costs_its_loading_and_the_request() => Assert.Equal(Load + 10, Cost([100], 10), tolerance: 1e-9);

    [Fact]
    public void It_is_kept_where_that_is_cheaper_than_loading() => Assert.InRange(Cost([100, 130], 10), Load + 10 + 19 + 10, Load + 10 + 20 + 10); // the first may wait a second

    [Fact]
    public void It_goes_where_that_is_cheaper_than_keeping_it() => Assert.Equal(2 * (Load + 10), Cost([100, 200], 10), tolerance: 1e-9);

    [Fact]
    public void Requests_wait_where_they_may() => Assert.Equal(Load + 2, Cost([100, 100], 1), tolerance: 1e-9);

    [Fact]
    public void Requests_that_would_wait_too_long_get_a_replica_of_their_own() => Assert.InRange(Cost([100, 100], 10), (2 * Load) + 19, (2 * Load) + 20);

    [Fact]
    public void What_is_there_at_the_start_has_loaded() => Assert.Equal(5 + 10, Cost([5], 10), tolerance: 1e-9);

    [Fact]
    public void Nobody_waits_longer_than_the_objective_and_no_rule_that_keeps_it_is_cheaper()
    {
        var workload = DrawnWorkload.Draw("drawn", seconds: 1800, static _ => 6, noise: 0.1, seed: 1);
        var least = ClairvoyantSchedule.Find(workload);

        Assert.Equal((0, workload.Arrivals.Length), (least.Violations, least.Requests));
        Assert.True(least.ReplicaSeconds > workload.WorkSeconds);
        var cheapest = Enumerable.Range(6, 30).Select(replicas => QueueSimulation.Run(workload with { Replicas = replicas }, new FixedScaler())).First(run => run.Violations == 0);
        Assert.InRange(least.ReplicaSeconds, 0, cheapest.ReplicaSeconds);
    }

    private static double Cost(double[] arrivals, double service) => ClairvoyantSchedule.Find(new ScalingWorkload
    {
        Name = "by hand",
        Arrivals = arrivals,
        Services = [.. arrivals.Select(_ => service)],
        Seconds = 300,
        Replicas = 1,
    }).ReplicaSeconds;
}
