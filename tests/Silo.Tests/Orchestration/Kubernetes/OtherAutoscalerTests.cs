namespace OrleansInference.Orchestration.Kubernetes;

public sealed class OtherAutoscalerTests
{
    [Fact]
    public async Task A_number_that_others_set_is_told_and_left_alone_for_a_while()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        await bed.Scale(3);
        bed.Server.Replicas = 6;

        var status = await bed.ScaleLater(3, "inference-5");
        Assert.StartsWith("Something else changed the number of replicas from 3 to 6", status.Problem);
        Assert.Equal((6, 6), (status.Asked, bed.Server.Replicas));

        bed.Time.Advance(CountWatch.FirstPause);
        status = await bed.Scale(4);
        Assert.Equal((4, null), (bed.Server.Replicas, status.Problem));
    }

    [Fact]
    public async Task Each_time_that_it_happens_again_the_wait_is_twice_as_long()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        await bed.Scale(3);
        bed.Server.Replicas = 6;
        await bed.ScaleLater(7);
        bed.Time.Advance(CountWatch.FirstPause);
        await bed.Scale(7);
        bed.Server.Replicas = 6;

        Assert.Contains("left alone for 2 min", (await bed.ScaleLater(7)).Problem);
        bed.Time.Advance(CountWatch.FirstPause);
        await bed.Scale(7);
        Assert.Equal(6, bed.Server.Replicas);
        bed.Time.Advance(CountWatch.FirstPause);
        await bed.Scale(7);
        Assert.Equal(7, bed.Server.Replicas);
    }

    [Fact]
    public async Task What_changed_while_it_did_not_look_may_have_been_another_silos_orchestrator()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        await bed.Scale(3);
        bed.Server.Replicas = 6;
        bed.Time.Advance(CountWatch.Memory);

        Assert.Null((await bed.Scale(6)).Problem);
    }
}
