namespace OrleansInference.Orchestration.Kubernetes;

public sealed class DeploymentTests
{
    private const string A = "inference-7d9f8b6c5-x2x7a", B = "inference-7d9f8b6c5-x2x7b", C = "inference-7d9f8b6c5-x2x7c";

    [Fact]
    public async Task The_pods_that_are_to_go_get_the_lowest_deletion_costs_before_the_number_is_lowered()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 4);

        var status = await bed.Scale(2, C, A, B);

        Assert.Null(status.NextToGo);
        Assert.Equal(2, bed.Server.Replicas);
        Assert.Equal("-2147483648", Cost(bed, C));
        Assert.Equal("-2147483647", Cost(bed, A));
        Assert.Null(Cost(bed, B));
        Assert.EndsWith("/deployments/inference/scale", bed.Server.Requests.Last());
    }

    [Fact]
    public async Task Nothing_goes_where_the_pods_can_not_be_marked()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 3);
        Pass(bed, 2);
        await bed.Server.FailNext(403, "Forbidden", $"pods \"{A}\" is forbidden: User \"system:serviceaccount:models:inference\" cannot patch resource \"pods\" in API group \"\" in the namespace \"models\"");

        var status = await bed.Scale(2, A);

        Assert.Equal(3, bed.Server.Replicas);
        Assert.Contains("lacks the permission to patch pods in namespace 'models'", status.Problem);
    }

    [Fact]
    public async Task A_mark_is_taken_away_from_a_pod_that_is_to_stay_after_all()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 3);
        await bed.Scale(2, A);

        await bed.ScaleLater(3);

        Assert.Null(Cost(bed, A));
    }

    [Fact]
    public async Task A_cost_that_people_have_set_stays()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 3);
        bed.Server.Pods[0].Annotations[Pod.DeletionCostAnnotation] = "-100";

        await bed.Scale(2, B);

        Assert.Equal("-100", Cost(bed, A));
    }

    [Fact]
    public async Task Where_fewer_may_go_than_are_too_many_the_others_stay()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 4);

        var status = await bed.Scale(1, B);

        Assert.Equal(3, bed.Server.Replicas);
        Assert.Contains("still needed", status.Activity);
    }

    [Fact]
    public async Task Pods_that_do_not_run_go_before_any_that_is_marked()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 3);
        (bed.Server.Pods[2].Phase, bed.Server.Pods[2].IsReady) = ("Pending", false);

        await bed.Scale(2, A);

        Assert.Equal(2, bed.Server.Replicas);
        Assert.Null(Cost(bed, A));
    }

    [Fact]
    public async Task A_pod_that_is_needed_but_not_ready_is_waited_for_since_it_would_go_first()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 3);
        bed.Server.Pods[1].IsReady = false;

        var status = await bed.Scale(2, A);

        Assert.Equal(3, bed.Server.Replicas);
        Assert.Contains($"{B} is needed but not ready", status.Activity);
    }

    [Fact]
    public async Task Nothing_goes_while_it_is_rolled_out()
    {
        await using var bed = await KubernetesTestbed.StartAsync(WorkloadKind.Deployment, replicas: 3);
        bed.Server.Pods[2].Hash = "65b8f7f5d";

        var status = await bed.Scale(2, A);

        Assert.Equal(3, bed.Server.Replicas);
        Assert.Contains("rolled out", status.Activity);
    }

    private static string? Cost(KubernetesTestbed bed, string pod) =>
        bed.Server.Pods.Single(candidate => candidate.Name == pod).Annotations.GetValueOrDefault(Pod.DeletionCostAnnotation);

    private static void Pass(KubernetesTestbed bed, int requests)
    {
        for (var i = 0; i < requests; i++) bed.Server.Next.Enqueue(_ => Task.FromResult(false));
    }
}
