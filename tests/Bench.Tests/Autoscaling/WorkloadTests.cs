namespace OrleansInference.Bench.Autoscaling;

public sealed class WorkloadTests
{
    [Fact]
    public void Lengths_are_spread_like_the_trace()
    {
        var workload = DrawnWorkload.Draw("drawn", seconds: 10_000, static _ => 10, noise: 0, seed: 1);
        var mean = workload.Services.Average();

        Assert.Equal(ScalingWorkload.ServiceSeconds(1155), mean, tolerance: 0.02);
        Assert.Equal(100_000, workload.Arrivals.Length, tolerance: 1500.0);
    }

    [Fact]
    public void A_step_has_ten_times_the_load_for_a_third_of_its_time()
    {
        var workload = ScalingWorkloads.Find("step", "", seed: 1);
        var counts = workload.Arrivals.CountBy(arrival => (int)(arrival / 1200)).ToDictionary();

        Assert.Equal(10, (double)counts[1] / counts[0], tolerance: 0.8);
        Assert.Equal(10, (double)counts[1] / counts[2], tolerance: 0.8);
        Assert.Equal(4, workload.Replicas);
    }

    [Fact]
    public void A_trace_begins_with_replicas_for_its_first_minutes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(Path.Combine(folder.Path, RequestTrace.FileName), [
            "TIMESTAMP,ContextTokens,GeneratedTokens",
            "2023-11-16 18:15:46.5,1000,44",
            "2023-11-16 18:15:47.0,500,109",
            "2023-11-16 18:15:56.5,2000,55",
        ]);

        var workload = ScalingWorkloads.Find("trace", folder.Path, seed: 1);

        Assert.Equal([0, 0.5, 10], workload.Arrivals);
        Assert.Equal([0.9, 0.6, 1.5], workload.Services.Select(seconds => Math.Round(seconds, 9)));
        Assert.Equal((10, 1), (workload.Seconds, workload.Replicas));
        Assert.Equal(2, ScalingWorkloads.Find("trace", folder.Path, seed: 1, share: 0.001).Arrivals.Length);
    }
}
