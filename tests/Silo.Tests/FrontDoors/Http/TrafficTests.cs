using System.Net;
using System.Text;
using OrleansInference.Inference;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;
using OrleansInference.Telemetry;

namespace OrleansInference.FrontDoors.Http;

public sealed class TrafficTests : IAsyncLifetime
{
    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task The_traffic_of_a_model_is_told()
    {
        var durations = new Histogram();
        durations.Record(100);
        _door.Traffic.Status = new TrafficStatus
        {
            Model = "pair",
            Spec = new TrafficSpec { Weights = [new(1, 95), new(2, 5)], StickyKey = "user", Shadow = new ShadowSpec { Version = 2, Share = 0.1 } },
            ChangedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Before = TrafficSpec.Default,
            Unsaved = "no room",
            Versions = [new VersionTraffic { Version = 2, State = PoolState.Ready, ReadyReplicas = 3, Weight = 5, Share = 0.05 }],
            Shadow = new ShadowStatistics
            {
                Id = new("pair", 2), Agreeing = 7, Differing = 1, Dropped = 2, MaxAbsoluteDifference = 0.5, MaxRelativeDifference = double.PositiveInfinity,
                Durations = durations.Snapshot(), LastProblem = "output 'y' differs",
            },
        };
        Assert.Equal(
            """{"model":"pair","weights":{"1":95,"2":5},"sticky_key":"user","affinity_key":null,"policy":null,"shadow":{"version":2,"share":0.1,"tolerance":0.0001}""" +
            ""","changed_at":"2026-01-02T03:04:05Z","unsaved":"no room","before":{"weights":{},"sticky_key":null,"affinity_key":null,"policy":null,"shadow":null}""" +
            ""","versions":[{"version":2,"state":"READY","ready_replicas":3,"weight":5,"share":0.05}]""" +
            ""","shadow_results":{"agreeing":7,"differing":1,"failed":0,"dropped":2,"max_absolute_difference":0.5,"max_relative_difference":"Infinity","p50_ns":100,"p99_ns":100,"last_problem":"output 'y' differs"}}""",
            await _door.Client.GetStringAsync("/v2/models/pair/traffic"));
    }

    [Fact]
    public async Task A_change_names_what_is_to_be_different_and_the_answer_is_what_it_is_then()
    {
        Assert.Contains("\"weights\":{\"1\":95,\"2\":5}", await Post("", """{"weights":{"2":5,"1":95},"sticky_key":"user","policy":"prequal"}"""));
        var answer = await Post("", """{"sticky_key":null,"affinity_key":"session","shadow":{"version":2,"share":0.5}}""");
        Assert.Contains("\"weights\":{\"1\":95,\"2\":5},\"sticky_key\":null,\"affinity_key\":\"session\",\"policy\":\"prequal\",\"shadow\":{\"version\":2,\"share\":0.5,\"tolerance\":0.0001}", answer);
        Assert.Contains("\"weights\":{},\"sticky_key\":null,\"affinity_key\":\"session\",\"policy\":\"prequal\",\"shadow\":null", await Post("", """{"weights":null,"shadow":null}"""));
        Assert.Contains("\"weights\":{\"2\":1}", await Post("/promote", """{"version":2}"""));
        await Post("/rollback", "");
        Assert.Equal(["change pair", "change pair", "change pair", "promote pair 2", "roll back pair"], _door.Traffic.Calls);
    }

    [Theory]
    [InlineData("", """{"weights":[1],"sticky_key":7,"shadow":{"version":2},"wights":{}}""",
        """weights: expected an object like {"1": 95, "2": 5}, or null, got [1]; sticky_key: expected the name of a request parameter, or null, got 7; shadow: expected an object like {"version": 2, "share": 0.1, "tolerance": 0.0001}, or null, got {"version":2}; 'wights' is not known; expected weights, sticky_key, affinity_key, policy, shadow""")]
    [InlineData("", """{"weights":{"new":1,"2":"5"}}""", "weights: expected versions as names, got 'new'; weights.2: expected a number, got \"5\"")]
    [InlineData("", "[]", "expected a JSON object")]
    [InlineData("/promote", "{}", """expected the version to promote, as in {"version": 2}""")]
    [InlineData("/promote", """{"version":"2"}""", "version: expected a whole number, got \"2\"")]
    [InlineData("/rollback", """{"to":1}""", "'to' is not known; expected nothing")]
    public async Task Everything_that_is_wrong_with_a_change_is_told_at_once(string action, string body, string error)
    {
        Assert.Equal(error, await Refused(action, body, HttpStatusCode.BadRequest));
        Assert.Empty(_door.Traffic.Calls);
    }

    [Fact]
    public async Task What_the_control_refuses_is_answered_with_its_reasons()
    {
        _door.Traffic.Fault = InferenceFault.Of(FaultKind.InvalidInput, "weights names version 7; the model has 1, 2");
        Assert.Equal("weights names version 7; the model has 1, 2", await Refused("", """{"weights":{"7":1}}""", HttpStatusCode.BadRequest));
        _door.Traffic.Fault = InferenceFault.Of(FaultKind.ModelNotReady, "not ready");
        Assert.Equal("not ready", await Refused("/promote", """{"version":2}""", HttpStatusCode.ServiceUnavailable));
        Assert.Equal(HttpStatusCode.NotFound, (await _door.Client.GetAsync("/v2/models/nope/traffic")).StatusCode);
    }

    [Fact]
    public async Task A_request_that_names_no_version_is_checked_against_the_one_that_its_parameters_choose()
    {
        // Version 3 of 'single' takes another type than version 1, which is the one described.
        _door.Dispatcher.Models.Insert(0, FakeModels.Single with
        {
            Id = FakeModels.Single.Id with { Version = 3 },
            Signature = FakeModels.Single.Signature! with { Inputs = [FakeModels.Spec("x", Models.TensorDataType.Int32, 2, -1)] },
        });
        _door.Dispatcher.OnChoose = parameters => parameters.GetValueOrDefault("user").Text == "bob" ? 3 : 1;
        const string Ints = """{"inputs":[{"name":"x","shape":[2,1],"datatype":"INT32","data":[1,2]}],"parameters":{"user":"USER"}}""";

        Assert.Equal(HttpStatusCode.OK, (await _door.InferAsync("single", Ints.Replace("USER", "bob"))).StatusCode);
        Assert.Equal(3, _door.Dispatcher.LastRequest!.Version);
        Assert.Equal(HttpStatusCode.BadRequest, (await _door.InferAsync("single", Ints.Replace("USER", "alice"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _door.InferAsync("single/versions/1", Ints.Replace("USER", "bob"))).StatusCode);

        // A raw tensor has no parameters, and takes its type from the version that is chosen.
        _door.Dispatcher.OnChoose = _ => 3;
        Assert.Equal(HttpStatusCode.OK, (await _door.InferAsync("single", "", new byte[8], "0")).StatusCode);
        Assert.Equal((3L, Models.TensorDataType.Int32), (_door.Dispatcher.LastRequest!.Version, _door.Dispatcher.LastRequest.Inputs[0].DataType));
    }

    [Fact]
    public async Task Metrics_tell_what_came_of_a_shadow()
    {
        _door.Dispatcher.OwnShadows = [new ShadowStatistics { Id = new("pair", 2), Agreeing = 7, Differing = 1, MaxAbsoluteDifference = double.PositiveInfinity }];
        var metrics = await _door.Client.GetStringAsync("/metrics");
        Assert.Contains("oi_shadow_requests_total{model=\"pair\",version=\"2\",outcome=\"agreeing\"} 7\n", metrics);
        Assert.Contains("oi_shadow_requests_total{model=\"pair\",version=\"2\",outcome=\"dropped\"} 0\n", metrics);
        Assert.Contains("oi_shadow_max_absolute_difference{model=\"pair\",version=\"2\"} +Inf\n", metrics);
        Assert.Contains("oi_shadow_duration_seconds_count{model=\"pair\",version=\"2\"} 0\n", metrics);
    }

    private async Task<string> Post(string action, string body)
    {
        var response = await _door.Client.PostAsync($"/v2/models/pair/traffic{action}", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<string> Refused(string action, string body, HttpStatusCode status)
    {
        var response = await _door.Client.PostAsync($"/v2/models/pair/traffic{action}", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, response.StatusCode);
        return System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()!;
    }
}
