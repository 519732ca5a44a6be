namespace OrleansInference.Orchestration.Kubernetes;

public sealed class StatefulSetTests
{
    [Fact]
    public async Task What_is_wanted_is_set_on_the_version_that_was_read()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);

        var status = await bed.Scale(5);

        Assert.Equal(5, bed.Server.Replicas);
        Assert.Equal((5, 3, null), (status.Asked, status.Running, status.Problem));
        Assert.Contains("3 of 5 pods run", status.Activity);
        Assert.Equal("1001", bed.Server.Patches.Single()["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_request_again_sets_nothing_and_asks_at_most_every_few_seconds()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        await bed.Scale(3);
        var requests = bed.Server.Requests.Count;

        await bed.Scale(3);
        Assert.Equal(requests, bed.Server.Requests.Count);

        bed.Time.Advance(KubernetesOrchestrator.LookPeriod);
        await bed.Scale(3);
        Assert.Equal(2 * requests, bed.Server.Requests.Count);
        Assert.Empty(bed.Server.Patches);
    }

    [Fact]
    public async Task The_highest_ordinals_go_where_they_may()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 5);

        var status = await bed.Scale(3, "inference-3", "inference-4");

        Assert.Equal(3, bed.Server.Replicas);
        Assert.Equal((3, null, null), (status.Asked, status.Problem, status.Activity));
    }

    [Fact]
    public async Task None_goes_where_the_highest_ordinal_is_needed_and_the_status_says_so()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 4);

        var status = await bed.Scale(3, "inference-1");

        Assert.Equal(4, bed.Server.Replicas);
        Assert.Equal(4, status.Asked);
        Assert.Equal("A StatefulSet removes only its highest ordinal, and inference-3 is still needed; inference-1 could go, but not before it.", status.Activity);
    }

    [Fact]
    public async Task As_many_go_as_may_and_no_more()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 6);

        var status = await bed.Scale(2, "inference-5", "inference-4", "inference-1");

        Assert.Equal(4, bed.Server.Replicas);
        Assert.Contains("inference-3 is still needed", status.Activity);
    }

    [Fact]
    public async Task No_more_go_than_are_too_many()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 4);

        await bed.Scale(3, "inference-3", "inference-2");

        Assert.Equal(3, bed.Server.Replicas);
    }

    [Fact]
    public async Task A_pod_that_does_not_run_may_go_and_one_that_is_being_removed_counts_no_more()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        bed.Server.Pods.Add(KubernetesTestbed.StatefulPod(3));
        bed.Server.Pods[2].Phase = "Pending";
        bed.Server.Pods[3].IsTerminating = true;

        var status = await bed.Scale(2);

        Assert.Equal(2, bed.Server.Replicas);
        Assert.Equal(2, status.Running);
    }

    [Fact]
    public async Task The_status_names_the_one_that_can_go_next()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 11);

        Assert.Equal("inference-10", (await bed.Scale(11)).NextToGo);
        Assert.Equal("inference-9", (await bed.Scale(10, "inference-10")).NextToGo); // the highest is going, though it is still there
    }

    [Fact]
    public async Task Ordinals_need_not_begin_at_0()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 0);
        for (var ordinal = 10; ordinal < 13; ordinal++) bed.Server.Pods.Add(KubernetesTestbed.StatefulPod(ordinal));
        bed.Server.Replicas = 3;

        await bed.Scale(2, "inference-12");

        Assert.Equal(2, bed.Server.Replicas);
    }

    [Fact]
    public async Task Where_a_pod_is_missing_none_is_removed_that_may_be_needed()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 0);
        foreach (var ordinal in (int[])[10, 12]) bed.Server.Pods.Add(KubernetesTestbed.StatefulPod(ordinal));
        bed.Server.Replicas = 3;

        await bed.Scale(2, "inference-10");

        Assert.Equal(3, bed.Server.Replicas);
    }

    [Fact]
    public async Task A_silo_is_known_by_its_pods_address_too()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 2);
        var leaving = new OrleansInference.Autoscaling.HostSilo("some name", SiloAddress.New(System.Net.IPAddress.Parse("10.0.0.2"), 11111, 1));

        await bed.Orchestrator.ScaleAsync(new(1, [leaving]), CancellationToken.None);

        Assert.Equal(1, bed.Server.Replicas);
    }

    [Fact]
    public async Task It_never_asks_for_none_since_nobody_would_be_left_to_ask_for_one()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 1);

        await bed.Scale(0, "inference-0");

        Assert.Equal(1, bed.Server.Replicas);
    }

    [Fact]
    public async Task Zero_replicas_which_the_API_server_leaves_out_are_read_as_zero()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 0);

        var status = await bed.Scale(2);

        Assert.Equal((2, 2, 0), (bed.Server.Replicas, status.Asked, status.Running));
    }
}
