using Microsoft.AspNetCore.Http;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.Orchestration.Kubernetes;

public sealed class FailureTests
{
    [Fact]
    public async Task Where_others_change_the_object_in_between_it_is_read_again_and_set()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        Before(bed, request: 3, () => bed.Server.Replicas = 3);

        var status = await bed.Scale(4);

        Assert.Equal((4, null), (bed.Server.Replicas, status.Problem));
        Assert.Equal(2, bed.Server.Patches.Count);
    }

    [Fact]
    public async Task An_object_that_changes_all_the_time_is_given_up_for_now_and_told()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        foreach (var request in (int[])[3, 3, 3]) Before(bed, request, () => bed.Server.Replicas = 3);

        var status = await bed.Scale(4);

        Assert.Equal(3, bed.Server.Replicas);
        Assert.Contains("the object has been modified", status.Problem);
        Assert.Null((await bed.ScaleLater(4)).Problem);
        Assert.Equal(4, bed.Server.Replicas);
    }

    [Fact]
    public async Task After_a_failure_it_waits_twice_as_long_each_time_and_then_recovers()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        await bed.Server.FailNext(500, "InternalError", "etcdserver: request timed out");
        var status = await bed.Scale(4);
        Assert.Contains("answers 500 to 'get statefulsets/scale': etcdserver: request timed out", status.Problem);
        Assert.Contains("tries again in", status.Activity);

        await bed.Scale(4);
        Assert.Single(bed.Server.Requests);

        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.Server.FailNext(503, "ServiceUnavailable", "apiserver is shutting down");
        await bed.Scale(4);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.Scale(4);
        Assert.Equal(2, bed.Server.Requests.Count);

        bed.Time.Advance(TimeSpan.FromSeconds(1));
        status = await bed.Scale(4);
        Assert.Equal((4, 4, null), (bed.Server.Replicas, status.Asked, status.Problem));
    }

    [Fact]
    public async Task A_busy_API_server_is_left_alone_for_as_long_as_it_asks()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        await bed.Server.Enqueue(context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "40");
            return context.Response.WriteAsync("Too many requests, please try again later.\n");
        });

        Assert.Contains("is busy: Too many requests, please try again later.", (await bed.Scale(4)).Problem);
        bed.Time.Advance(TimeSpan.FromSeconds(39));
        await bed.Scale(4);
        Assert.Equal(3, bed.Server.Replicas);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.Scale(4);
        Assert.Equal(4, bed.Server.Replicas);
    }

    [Fact]
    public async Task A_token_that_was_replaced_is_read_again_at_once()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        bed.Server.Next.Enqueue(_ =>
        {
            bed.Server.Tokens.Clear();
            bed.Server.Tokens["second"] = true;
            bed.WriteToken("second");
            return Task.FromResult(false);
        });

        Assert.Null((await bed.Scale(4)).Problem);
        Assert.Equal(4, bed.Server.Replicas);
    }

    [Fact]
    public async Task An_expired_token_is_told_and_the_next_one_is_taken()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        bed.Server.Tokens.Clear();

        var status = await bed.Scale(4);
        Assert.Contains("refuses the token in '", status.Problem);
        Assert.Single(bed.Server.Requests);

        bed.Server.Tokens["second"] = true;
        bed.WriteToken("second");
        Assert.Null((await bed.ScaleLater(4)).Problem);
    }

    [Fact]
    public async Task A_missing_token_is_told_with_what_to_set()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        File.Delete(bed.Options.TokenPath);

        Assert.Contains("set automountServiceAccountToken", (await bed.Scale(4)).Problem);
        Assert.Empty(bed.Server.Requests);
    }

    [Fact]
    public async Task A_file_that_holds_more_than_a_token_is_told_without_it()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        bed.WriteToken("first\nsecond");

        var problem = (await bed.Scale(4)).Problem;

        Assert.Contains("holds more than a token", problem);
        Assert.DoesNotContain("second", problem);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        await bed.Server.FailNext(403, "Forbidden", "statefulsets.apps \"inference\" is forbidden: User \"system:serviceaccount:models:default\" cannot get resource \"statefulsets/scale\"");

        var problem = (await bed.Scale(4)).Problem;

        Assert.StartsWith("The service account lacks the permission to get statefulsets/scale in namespace 'models': statefulsets.apps \"inference\" is forbidden: User", problem);
        Assert.Contains("deploy/kubernetes/base/access.yaml", problem);
    }

    [Fact]
    public async Task What_does_not_exist_is_named()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        await bed.Server.FailNext(404, "NotFound", "statefulsets.apps \"inference\" not found");

        Assert.StartsWith("There is no StatefulSet 'inference' in namespace 'models': statefulsets.apps \"inference\" not found.", (await bed.Scale(4)).Problem);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_a_problem_for_now()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        await bed.Server.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Contains("can't be asked", (await bed.Scale(4)).Problem);
        Assert.Null((await bed.ScaleLater(4)).Problem);
        Assert.Equal(4, bed.Server.Replicas);
    }

    [Fact]
    public async Task A_call_ends_within_its_bound_however_slow_the_API_server_is()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        var asked = new TaskCompletionSource();
        await bed.Server.Enqueue(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var call = bed.Scale(4);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await bed.Scale(4)).Asked); // a call beside it does not wait for it
        bed.Time.Advance(KubernetesOrchestrator.CallBound);

        Assert.Contains("has not answered in time", (await call).Problem);
    }

    [Fact]
    public async Task What_is_no_Scale_is_no_API_server()
    {
        await using var bed = await KubernetesTestbed.StartAsync();
        await bed.Server.Enqueue(context => context.Response.WriteAsync("""{"hello": "world"}"""));

        Assert.Contains("not as an API server does", (await bed.Scale(4)).Problem);
    }

    [Fact]
    public async Task Without_the_permission_to_list_pods_it_grows_but_does_not_shrink()
    {
        await using var bed = await KubernetesTestbed.StartAsync(replicas: 3);
        const string Message = "pods is forbidden: User \"system:serviceaccount:models:inference\" cannot list resource \"pods\"";
        bed.Server.Next.Enqueue(_ => Task.FromResult(false));
        await bed.Server.FailNext(403, "Forbidden", Message);
        var status = await bed.Scale(4);
        Assert.Equal((4, 4, 3), (bed.Server.Replicas, status.Asked, status.Running));
        Assert.Contains("lacks the permission to list pods", status.Problem);

        bed.Server.Next.Enqueue(_ => Task.FromResult(false));
        await bed.Server.FailNext(403, "Forbidden", Message);
        status = await bed.ScaleLater(3, "inference-3");
        Assert.Equal(4, bed.Server.Replicas);
        Assert.Contains("shrinks only once", status.Activity);
    }

    [Fact]
    public async Task Only_the_clusters_own_authority_is_trusted()
    {
        using var others = new TestCertificates("Somebody else");
        await using var bed = await KubernetesTestbed.StartAsync(trusted: others.CaFile);

        Assert.Contains("was not issued by", (await bed.Scale(4)).Problem);
        Assert.Empty(bed.Server.Requests);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        await using var bed = await KubernetesTestbed.StartAsync(host: "elsewhere.example");

        Assert.Contains("is for another name", (await bed.Scale(4)).Problem);
        Assert.Empty(bed.Server.Requests);
    }

    /// <summary>Does something as the n-th request from here comes in.</summary>
    private static void Before(KubernetesTestbed bed, int request, Action action)
    {
        for (var i = 1; i < request; i++) bed.Server.Next.Enqueue(_ => Task.FromResult(false));
        bed.Server.Next.Enqueue(_ =>
        {
            action();
            return Task.FromResult(false);
        });
    }
}
