namespace OrleansInference.Bench.Autoscaling;

public sealed class ReplicaCountTests
{
    [Fact]
    public void Those_that_load_go_first_the_latest_of_all()
    {
        var replicas = new ReplicaCount(ready: 2);
        replicas.Resize(3, now: 0, running: 2);
        replicas.Resize(4, now: 10, running: 2);
        Assert.Equal((2, 2, ScalingWorkload.LoadSeconds), (replicas.Ready, replicas.Loading, replicas.NextReady));

        replicas.Resize(3, now: 20, running: 2);
        Assert.Equal((2, 1, ScalingWorkload.LoadSeconds), (replicas.Ready, replicas.Loading, replicas.NextReady));
        replicas.Resize(1, now: 20, running: 1);
        Assert.Equal((1, 0, 0, 1), (replicas.Ready, replicas.Loading, replicas.Leaving, replicas.Total));
    }

    [Fact]
    public void One_that_is_busy_costs_until_it_ends()
    {
        var replicas = new ReplicaCount(ready: 3);
        replicas.Resize(1, now: 0, running: 2);
        Assert.Equal((1, 1, 2), (replicas.Ready, replicas.Leaving, replicas.Total));
        replicas.Release();
        Assert.Equal((1, 0, 1), (replicas.Ready, replicas.Leaving, replicas.Total));
    }
}
