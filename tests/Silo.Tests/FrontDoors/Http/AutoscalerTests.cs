using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http;

public sealed class AutoscalerTests : IAsyncLifetime
{
    private const string Pair =
        """{"model":"pair","version":2,"ready":2,"loading":1,"wanted":3,"paused":false,"pinned":null""" +
        ""","bounds":{"min":1,"max":8,"idle_before_zero_milliseconds":null}""" +
        ""","target":{"utilisation":0.5,"p99_milliseconds":200,"wait_milliseconds":null,"spare":0,"spare_share":0,"minimum_marginal_gain":0}""" +
        ""","figures":{"offered_work_seconds_per_second":1.5,"burst_work_seconds_per_second":2.25,"forecast_work_seconds_per_second":null,"arrivals_per_second":40""" +
        ""","utilisation":0.75,"wait_p99_milliseconds":310,"latency_p99_milliseconds":480,"backlog_work_seconds":0.5,"in_flight":7,"lost_share":0.25,"load_milliseconds":30000}""" +
        ""","decisions":[{"at":"2026-01-02T03:04:05Z","from":2,"wanted":3,"reasons":[""" +
        """{"rule":"utilisation","replicas":3,"text":"offered 1.5 over target 0.5 → 3"},{"rule":"bounds","replicas":3,"text":"1 to 8"}]}]}""";

    private const string Cluster =
        """{"at":"2026-01-02T03:04:05Z","paused":false,"unsaved":null,"hosts":{"orchestrator":"process","silos":2,"wanted":3,"reasons":["4 replicas need 3 silos"],"problem":null}""" +
        ""","cost_per_hour":4,"max_cost_per_hour":10,"versions":[""";

    private DoorHost _door = null!;

    public async Task InitializeAsync()
    {
        _door = await DoorHost.StartAsync();
        _door.Autoscaler.IsEnabled = true;
    }

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task The_cluster_is_told_with_every_version_and_the_reasons_of_its_decisions()
    {
        var answer = await _door.Client.GetStringAsync("/v2/autoscaler");
        Assert.StartsWith($"{Cluster}{Pair},{{\"model\":\"single\",\"version\":1,", answer, StringComparison.Ordinal);
        Assert.Contains("""{"offered_work_seconds_per_second":null,""", answer);
        Assert.Contains("""{"min":1,"max":null,""", answer);
    }

    [Theory]
    [InlineData("/v2/autoscaler/models/pair")]
    [InlineData("/v2/autoscaler/models/pair/versions/2")]
    public async Task A_model_or_a_version_is_told_alone(string path) => Assert.Equal($"{Cluster}{Pair}]}}", await _door.Client.GetStringAsync(path));

    [Theory]
    [InlineData("/v2/autoscaler/models/nope", "the autoscaler does not know model 'nope': it is not loaded, or not one with replicas")]
    [InlineData("/v2/autoscaler/models/pair/versions/9", "the autoscaler does not know model 'pair' version 9: it is not loaded, or not one with replicas")]
    [InlineData("/v2/autoscaler/models/pair/versions/x/what-if?min=1", "the autoscaler does not know model 'pair' version x: it is not loaded, or not one with replicas")]
    public async Task What_it_does_not_know_is_404(string path, string error) => await MetadataTests.AssertErrorAsync(await _door.Client.GetAsync(path), 404, error);

    [Fact]
    public async Task Where_it_is_off_every_route_says_how_to_switch_it_on()
    {
        _door.Autoscaler.IsEnabled = false;
        const string Off = "the autoscaler is off: start the servers of the cluster with --autoscaler";
        foreach (var path in (string[])["/v2/autoscaler", "/v2/autoscaler/models/pair", "/v2/autoscaler/models/pair/what-if?min=2"])
            await MetadataTests.AssertErrorAsync(await _door.Client.GetAsync(path), 409, Off);
        foreach (var path in (string[])["/v2/autoscaler/pause", "/v2/autoscaler/models/pair/unpin"])
            await MetadataTests.AssertErrorAsync(await _door.Client.PostAsync(path, null), 409, Off);
    }

    [Fact]
    public async Task One_that_does_not_answer_is_503()
    {
        _door.Autoscaler.Fault = InferenceFault.Of(FaultKind.Unavailable, "the autoscaler did not answer");
        await MetadataTests.AssertErrorAsync(await _door.Client.GetAsync("/v2/autoscaler"), 503, "the autoscaler did not answer");
        Assert.DoesNotContain("oi_autoscaler", await _door.Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task It_is_paused_and_resumed_as_a_whole()
    {
        Assert.Contains("\"paused\":true,\"unsaved\":null,\"hosts\"", await Post("/pause", ""));
        Assert.Contains("\"paused\":false,\"unsaved\":null,\"hosts\"", await Post("/resume", "{}"));
        Assert.Equal([(null, true), (null, false)], _door.Autoscaler.Changes.Select(change => (change.Model?.ToString(), change.IsPaused)));
    }

    [Fact]
    public async Task What_is_set_for_a_version_stays_where_something_else_is_set()
    {
        Assert.Contains("\"wanted\":5,\"paused\":false,\"pinned\":5", await Post("/models/pair/pin", """{"replicas":5}"""));
        Assert.Contains("\"paused\":true,\"pinned\":5", await Post("/models/pair/versions/2/pause", ""));
        Assert.Contains("\"paused\":true,\"pinned\":null", await Post("/models/pair/unpin", ""));
        Assert.Contains("\"paused\":false,\"pinned\":null", await Post("/models/pair/resume", ""));
        Assert.All(_door.Autoscaler.Changes, change => Assert.Equal("pair/2", change.Model.ToString()));
    }

    [Fact]
    public async Task A_model_without_a_version_is_each_of_its_versions()
    {
        var older = FakeAutoscaler.Pair with { Model = FakeAutoscaler.Pair.Model with { Version = 1 } };
        _door.Autoscaler.Status = _door.Autoscaler.Status with { Versions = [older, .. _door.Autoscaler.Status.Versions] };
        await Post("/models/pair/pin", """{"replicas":0}""");
        Assert.Equal(["pair/1", "pair/2"], _door.Autoscaler.Changes.Select(change => change.Model.ToString()));
    }

    [Theory]
    [InlineData("/models/pair/pin", "{}", """expected the number of replicas to keep, as in {"replicas": 3}""")]
    [InlineData("/models/pair/pin", """{"replicas":-1,"to":2}""", "replicas: expected a whole number from 0, got -1; 'to' is not known; expected replicas")]
    [InlineData("/models/pair/pin", """{"replicas":"3"}""", "replicas: expected a whole number from 0, got \"3\"")]
    [InlineData("/models/pair/unpin", """{"replicas":3}""", "'replicas' is not known; expected nothing")]
    [InlineData("/pause", "[]", "expected a JSON object")]
    public async Task Everything_that_is_wrong_with_a_change_is_told_and_nothing_is_set(string action, string body, string error)
    {
        await MetadataTests.AssertErrorAsync(await _door.Client.PostAsync($"/v2/autoscaler{action}", Json(body)), 400, error);
        Assert.Empty(_door.Autoscaler.Changes);
    }

    [Fact]
    public async Task A_what_if_assumes_what_the_query_names_and_tells_what_is_wanted_now_beside_it()
    {
        var answer = JsonNode.Parse(await _door.Client.GetStringAsync(
            "/v2/autoscaler/models/pair/what-if?min=2&max=none&target_utilisation=0.8&target_p99_milliseconds=none&target_wait_milliseconds=50.5&spare=1&spare_share=0.1&minimum_marginal_gain=0.05"))!;
        Assert.Equal((2, 3), ((int)answer["versions"]![0]!["wanted"]!, (int)answer["versions"]![0]!["wanted_now"]!));
        Assert.Equal(
            FakeAutoscaler.Pair.Spec with
            {
                MinReplicas = 2, MaxReplicas = int.MaxValue, TargetUtilisation = 0.8, TargetP99 = null, TargetWait = TimeSpan.FromMilliseconds(50.5),
                SpareReplicas = 1, SpareShare = 0.1, MinMarginalGain = 0.05,
            },
            Assert.Single(_door.Autoscaler.Assumed));
    }

    [Theory]
    [InlineData("", "expected what to change, as in ?target_utilisation=0.5: any of min, max, target_utilisation, target_p99_milliseconds, target_wait_milliseconds, stable_window_seconds, burst_window_seconds, burst_threshold, stabilisation_seconds, " +
        "max_shrink_per_minute, idle_before_zero_seconds, spare, spare_share, minimum_marginal_gain, cost_per_hour, priority, schedule")]
    [InlineData("?min=0&target_utilisation=1&targt=2",
        "the query has min=0; allowed: an integer from 1 to 1000000; the query has target_utilisation=1; allowed: a number from 0.01 to 0.99; " +
        "the query has \"targt=2\"; allowed: min, max, target_utilisation, target_p99_milliseconds, target_wait_milliseconds, stable_window_seconds, burst_window_seconds, burst_threshold, stabilisation_seconds, " +
        "max_shrink_per_minute, idle_before_zero_seconds, spare, spare_share, minimum_marginal_gain, cost_per_hour, priority, schedule, each as name=value")]
    [InlineData("?max=2%20min%3d1", "the query has max=2 min=1; allowed: an integer from 1 to 1000000, or none")]
    [InlineData("?min=9", "the query has max=8 below min=9; allowed: at least that")]
    [InlineData("?min=2&min=3", "the query has min twice; allowed: once")]
    public async Task Everything_that_is_wrong_with_a_what_if_is_told_at_once(string query, string error)
    {
        await MetadataTests.AssertErrorAsync(await _door.Client.GetAsync("/v2/autoscaler/models/pair/what-if" + query), 400, error);
        Assert.Empty(_door.Autoscaler.Assumed);
    }

    [Fact]
    public async Task A_key_sees_the_models_that_it_covers_and_changes_take_the_scope_admin()
    {
        using var keys = new KeysFile(KeysFile.Entry("reader", models: "pair"), KeysFile.Entry("operator", models: "single", scopes: "admin"));
        await using var host = await SecuredHost.StartAsync(("Access:KeysPath", keys.Path));
        host.Autoscaler.IsEnabled = true;
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v2/autoscaler")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "reader");
        Assert.Equal(["pair"], JsonNode.Parse(await client.GetStringAsync("/v2/autoscaler"))!["versions"]!.AsArray().Select(version => (string)version!["model"]!));
        foreach (var path in (string[])["/v2/autoscaler/models/single", "/v2/autoscaler/models/single/what-if?min=2"])
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(path)).StatusCode);
        foreach (var path in (string[])["/v2/autoscaler/pause", "/v2/autoscaler/models/pair/pin"])
            Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync(path, Json("""{"replicas":3}"""))).StatusCode);
        Assert.Empty(host.Autoscaler.Changes);

        client.DefaultRequestHeaders.Authorization = new("Bearer", "operator");
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/v2/autoscaler/models/single/pin", Json("""{"replicas":3}"""))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/v2/autoscaler/models/pair/pin", Json("""{"replicas":3}"""))).StatusCode);
        Assert.DoesNotContain("pair", await client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Metrics_tell_what_is_wanted_and_which_rules_decided()
    {
        var metrics = await _door.Client.GetStringAsync("/metrics");
        Assert.Contains("oi_autoscaler_wanted_silos 3\n", metrics);
        Assert.Contains("oi_autoscaler_paused 0\n", metrics);
        Assert.Contains("oi_autoscaler_wanted_replicas{model=\"pair\",version=\"2\"} 3\n", metrics);
        Assert.Contains("oi_autoscaler_ready_replicas{model=\"pair\",version=\"2\"} 2\n", metrics);
        Assert.Contains("oi_autoscaler_loading_replicas{model=\"pair\",version=\"2\"} 1\n", metrics);
        Assert.Contains("oi_autoscaler_offered_work{model=\"pair\",version=\"2\"} 1.5\n", metrics);
        Assert.Contains("oi_autoscaler_decisions_total{model=\"pair\",version=\"2\",rule=\"utilisation\"} 4\n", metrics);
        Assert.DoesNotContain("oi_autoscaler_offered_work{model=\"single\"", metrics);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<string> Post(string action, string body)
    {
        var response = await _door.Client.PostAsync($"/v2/autoscaler{action}", Json(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
