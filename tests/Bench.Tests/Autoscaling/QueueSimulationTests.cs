namespace OrleansInference.Bench.Autoscaling;

public sealed class QueueSimulationTests
{
    [Fact]
    public void A_fixed_number_of_replicas_is_one_ideal_queue()
    {
        var workload = DrawnWorkload.Draw("drawn", seconds: 600, static _ => 6, noise: 0.1, seed: 3) with { Replicas = 7 };
        var ideal = IdealQueue.Latencies(workload.Arrivals, i => workload.Services[i], servers: 7).Select((latency, i) => latency - workload.Services[i]).ToList();

        var result = QueueSimulation.Run(workload, new FixedScaler());

        Assert.Equal(ideal.Count(wait => wait > workload.MaxWaitSeconds), result.Violations);
        Assert.Equal(ideal.Max() * 1e9, result.Waits.Max, tolerance: 1000);
        Assert.Equal(7 * 600, result.ReplicaSeconds, tolerance: 1e-6);
        Assert.Equal((0, 7), (result.Reversals, result.MostReplicas));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        static ScalingResult Run(int seed) =>
            QueueSimulation.Run(DrawnWorkload.Draw("drawn", seconds: 600, static at => at < 300 ? 2 : 8, noise: 0.1, seed), new KnativeScaler());

        var (first, again, other) = (Run(1), Run(1), Run(2));
        Assert.Equal(first.Ready.AsEnumerable(), again.Ready);
        Assert.Equal((first.ReplicaSeconds, first.Violations, first.Waits.Sum), (again.ReplicaSeconds, again.Violations, again.Waits.Sum));
        Assert.NotEqual(first.Waits.Sum, other.Waits.Sum);
    }

    [Fact]
    public void A_replica_takes_requests_once_it_has_loaded_and_costs_from_the_start()
    {
        // Two requests of 200 s on one replica; at 15 s there are to be two.
        var result = QueueSimulation.Run(ByHand([0, 0], service: 200), new FixedScaler(2));

        Assert.Equal(15 + ScalingWorkload.LoadSeconds, result.Waits.Max / 1e9, tolerance: 0.001);
        Assert.Equal(300 + 285, result.ReplicaSeconds, tolerance: 1e-6);
        Assert.Equal([(0, 1), (45, 2)], result.Ready.Select(ready => (ready.Seconds, ready.Replicas)));
    }

    [Fact]
    public void A_replica_that_is_to_go_ends_its_request_and_takes_no_other()
    {
        var result = QueueSimulation.Run(ByHand([0, 0, 20], service: 50) with { Replicas = 2 }, new FixedScaler(1));

        Assert.Equal(30, result.Waits.Max / 1e9, tolerance: 0.001);
        Assert.Equal(300 + 50, result.ReplicaSeconds, tolerance: 1e-6);
    }

    [Fact]
    public void Each_turn_of_what_is_wanted_counts()
    {
        var record = new ScalingRecord(ByHand([0], service: 1), "rule");
        foreach (var wanted in (int[])[2, 4, 4, 3, 2, 5, 5])
            record.Decide(wanted);
        Assert.Equal(2, record.Complete().Reversals);
    }

    private static ScalingWorkload ByHand(double[] arrivals, double service) => new()
    {
        Name = "by hand",
        Arrivals = arrivals,
        Services = [.. arrivals.Select(_ => service)],
        Seconds = 300,
        Replicas = 1,
    };
}
