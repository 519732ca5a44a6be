namespace OrleansInference.Orchestration.Kubernetes;

public sealed class PodReportTests
{
    [Fact]
    public async Task Pods_that_no_machine_has_room_for_are_told_with_the_reason()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        foreach (var pod in bed.Server.Pods.Skip(1)) (pod.Phase, pod.IsReady, pod.Unschedulable) = ("Pending", false, "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.");

        var status = await bed.Scale(3);

        Assert.Equal((3, 1), (status.Asked, status.Running));
        Assert.Equal(
            "Pod inference-1 (and 1 more) does not start: no machine has room for it (0/3 nodes are available: 3 Insufficient nvidia.com/gpu.). Mend that, or lower Hosts:MaxSilos.",
            status.Problem);
    }

    [Fact]
    public async Task An_image_that_can_not_be_pulled_is_told()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 2);
        (bed.Server.Pods[1].Phase, bed.Server.Pods[1].Waiting) = ("Pending", "ImagePullBackOff");

        Assert.Contains("inference-1 does not start: ImagePullBackOff (Back-off)", (await bed.Scale(2)).Problem);
    }

    [Fact]
    public async Task A_pod_that_is_just_being_made_is_no_problem()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 2);
        (bed.Server.Pods[1].Phase, bed.Server.Pods[1].Waiting) = ("Pending", "ContainerCreating");

        Assert.Null((await bed.Scale(2)).Problem);
    }
}
