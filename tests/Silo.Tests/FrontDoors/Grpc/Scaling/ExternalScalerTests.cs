using Google.Protobuf;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Scaling;

namespace OrleansInference.FrontDoors.Grpc.Scaling;

/// <summary>KEDA's external scaler through the door.</summary>
public sealed class ExternalScalerTests : IAsyncLifetime
{
    private const string Service = "/externalscaler.ExternalScaler/";

    private SecuredHost _host = null!;
    private GrpcClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await SecuredHost.StartAsync();
        _host.Autoscaler.IsEnabled = true;
        _client = _host.GrpcClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Without_metadata_an_HPA_gets_as_many_pods_as_silos_are_wanted()
    {
        var scaled = Scaled(("scalerAddress", "inference:8001"), ("enableTLS", "true"));
        var spec = (await CallAsync("GetMetricSpec", scaled)).Single<GetMetricSpecResponse>().MetricSpecs.Single();
        Assert.Equal(new MetricSpec { MetricName = "silos", TargetSize = 1, TargetSizeFloat = 1 }, spec);
        Assert.Equal(new MetricValue { MetricName = "silos", MetricValue_ = 3, MetricValueFloat = 3 }, await ValueAsync(scaled, "silos"));
        Assert.True((await CallAsync("IsActive", scaled)).Single<IsActiveResponse>().Result);
    }

    [Theory]
    [InlineData("replicas", null, 1, 4)]
    [InlineData("replicas", "pair", 1, 3)]
    [InlineData("utilisation", "pair", 0.5, 0.75)]
    [InlineData("utilisation", null, 0.5, 0.75)]
    public async Task Replicas_and_utilisation_are_those_of_a_model_or_of_all(string metric, string? model, double target, double value)
    {
        var scaled = Scaled([("metric", metric), .. model is null ? [] : ((string, string)[])[("modelFromEnv", model), ("version", "2")]]);
        var spec = (await CallAsync("GetMetricSpec", scaled)).Single<GetMetricSpecResponse>().MetricSpecs.Single();
        Assert.Equal((metric, target, 1), (spec.MetricName, spec.TargetSizeFloat, spec.TargetSize));
        var told = await ValueAsync(scaled, metric);
        Assert.Equal((metric, value, (long)Math.Ceiling(value)), (told.MetricName, told.MetricValueFloat, told.MetricValue_));
    }

    [Fact]
    public async Task What_is_paused_is_told_as_it_is()
    {
        _host.Autoscaler.Status = _host.Autoscaler.Status with { IsPaused = true, Versions = [FakeAutoscaler.Pair with { Wanted = 9 }] };
        Assert.Equal(2, (await ValueAsync(Scaled(), "silos")).MetricValueFloat);
        Assert.Equal(3, (await ValueAsync(Scaled(("metric", "replicas")), "replicas")).MetricValueFloat);
        _host.Autoscaler.Status = _host.Autoscaler.Status with { IsPaused = false, Versions = [FakeAutoscaler.Pair with { Wanted = 9, IsPaused = true }] };
        Assert.Equal(3, (await ValueAsync(Scaled(("metric", "replicas")), "replicas")).MetricValueFloat);
    }

    [Fact]
    public async Task Streams_tell_at_once_and_again_where_something_has_changed()
    {
        await using var active = Open("StreamIsActive", Scaled(("metric", "replicas"), ("model", "pair")));
        await using var specs = Open("StreamMetricSpec", Scaled(("metric", "utilisation"), ("model", "pair")));
        Assert.True((await active.ReadAsync<IsActiveResponse>())!.Result);
        Assert.Equal(0.5, (await specs.ReadAsync<GetMetricSpecResponse>())!.MetricSpecs.Single().TargetSizeFloat);

        // The first change is none for either.
        Change(FakeAutoscaler.Pair with { Wanted = 4 });
        Change(FakeAutoscaler.Pair with { Wanted = 0, Spec = FakeAutoscaler.Pair.Spec with { TargetUtilisation = 0.8 } });

        Assert.False((await active.ReadAsync<IsActiveResponse>())!.Result);
        Assert.Equal(0.8, (await specs.ReadAsync<GetMetricSpecResponse>())!.MetricSpecs.Single().TargetSizeFloat);
    }

    [Fact]
    public async Task A_stream_ends_with_the_server_and_does_not_hold_it_up()
    {
        await using var stream = Open("StreamIsActive", Scaled());
        Assert.True((await stream.ReadAsync<IsActiveResponse>())!.Result);

        await _host.StopAsync().WaitAsync(GrpcClient.Bound / 2);
        Assert.Equal((GrpcStatusCode.Unavailable, "the server is stopping"), (await stream.EndAsync()).Status);
        Assert.Empty(_host.Log.Errors);
    }

    [Fact]
    public async Task An_autoscaler_that_does_not_answer_is_UNAVAILABLE_also_within_a_stream()
    {
        await using var stream = Open("StreamIsActive", Scaled());
        Assert.True((await stream.ReadAsync<IsActiveResponse>())!.Result);
        _host.Autoscaler.Fault = InferenceFault.Of(FaultKind.Unavailable, "the autoscaler did not answer");
        _host.Time.Advance(ExternalScalerService.LookInterval);
        Assert.Equal((GrpcStatusCode.Unavailable, "the autoscaler did not answer"), (await stream.EndAsync()).Status);
        Assert.Equal(GrpcStatusCode.Unavailable, (await CallAsync("IsActive", Scaled())).Code);
    }

    [Fact]
    public async Task Where_it_is_off_the_status_says_how_to_switch_it_on()
    {
        _host.Autoscaler.IsEnabled = false;
        var off = (GrpcStatusCode.FailedPrecondition, "the autoscaler is off: start the servers of the cluster with --autoscaler");
        foreach (var method in (string[])["IsActive", "GetMetricSpec", "StreamIsActive", "StreamMetricSpec"])
            Assert.Equal(off, (await CallAsync(method, Scaled())).Status);
        Assert.Equal(off, (await CallAsync("GetMetrics", new GetMetricsRequest { ScaledObjectRef = Scaled(), MetricName = "silos" })).Status);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_the_metadata_is_told_at_once()
    {
        var answer = await CallAsync("GetMetricSpec", Scaled(("metric", "cpu"), ("version", "two"), ("target", "3")));
        Assert.Equal(GrpcStatusCode.InvalidArgument, answer.Code);
        Assert.StartsWith("the trigger's metadata: ", answer.Status.Message, StringComparison.Ordinal);
        foreach (var error in (string[])["metric: expected one of silos, replicas, utilisation, got 'cpu'", "version: expected a whole number, got 'two'", "'target' is not known; expected model, version, metric"])
            Assert.Contains(error, answer.Status.Message);
    }

    [Theory]
    [InlineData("version", "2", GrpcStatusCode.InvalidArgument, "the trigger's metadata: version: expected a model with it")]
    [InlineData("model", "pair", GrpcStatusCode.InvalidArgument, "the trigger's metadata: metric: silos are counted over the whole cluster; expected replicas or utilisation with a model")]
    public async Task What_does_not_go_together_is_told(string key, string value, GrpcStatusCode code, string message) =>
        Assert.Equal((code, message), (await CallAsync("IsActive", Scaled((key, value)))).Status);

    [Fact]
    public async Task A_model_that_is_not_known_another_metric_and_no_data_have_statuses_of_their_own()
    {
        Assert.Equal(
            (GrpcStatusCode.NotFound, "the autoscaler does not know model 'nope': it is not loaded, or not one with replicas"),
            (await CallAsync("IsActive", Scaled(("model", "nope"), ("metric", "replicas")))).Status);
        Assert.Equal(
            (GrpcStatusCode.InvalidArgument, "metricName: the scaled object's metric is 'silos', got 's0-silos'"),
            (await CallAsync("GetMetrics", new GetMetricsRequest { ScaledObjectRef = Scaled(), MetricName = "s0-silos" })).Status);
        Assert.Equal(
            (GrpcStatusCode.Unavailable, "there is no utilisation yet: no request has been measured, or no replica is ready"),
            (await CallAsync("GetMetrics", new GetMetricsRequest { ScaledObjectRef = Scaled(("model", "single"), ("metric", "utilisation")), MetricName = "utilisation" })).Status);
    }

    [Fact]
    public async Task Without_a_key_it_tells_of_the_cluster_but_of_no_model()
    {
        using var keys = new KeysFile(KeysFile.Entry("k1", models: "pair"));
        await using var host = await SecuredHost.StartAsync(("Access:KeysPath", keys.Path));
        host.Autoscaler.IsEnabled = true;
        using var client = host.GrpcClient();
        Task<GrpcAnswer> Ask(string? key, params (string, string)[] metadata) =>
            client.UnaryAsync(Service + "IsActive", Scaled(metadata), key is null ? [] : [("authorization", $"Bearer {key}")]);

        Assert.Equal(GrpcStatusCode.Ok, (await Ask(null)).Code);
        foreach (var model in (string[])["pair", "nope"])
            Assert.Equal(GrpcStatusCode.Unauthenticated, (await Ask(null, ("model", model), ("metric", "replicas"))).Code);
        Assert.Equal(GrpcStatusCode.Ok, (await Ask("k1", ("model", "pair"), ("metric", "replicas"))).Code);
        Assert.Equal(GrpcStatusCode.PermissionDenied, (await Ask("k1", ("model", "single"), ("metric", "replicas"))).Code);
    }

    private static ScaledObjectRef Scaled(params (string Key, string Value)[] metadata)
    {
        var scaled = new ScaledObjectRef { Name = "silos", Namespace = "inference" };
        foreach (var (key, value) in metadata)
            scaled.ScalerMetadata.Add(key, value);
        return scaled;
    }

    private Task<GrpcAnswer> CallAsync(string method, IMessage request) => _client.UnaryAsync(Service + method, request);

    private async Task<MetricValue> ValueAsync(ScaledObjectRef scaled, string metric) =>
        (await CallAsync("GetMetrics", new GetMetricsRequest { ScaledObjectRef = scaled, MetricName = metric })).Single<GetMetricsResponse>().MetricValues.Single();

    private GrpcDuplexCall Open(string method, ScaledObjectRef scaled)
    {
        var call = _client.Open(Service + method);
        call.Send(scaled);
        call.Complete();
        return call;
    }

    private void Change(VersionScaling pair)
    {
        _host.Autoscaler.Status = _host.Autoscaler.Status with { Versions = [pair] };
        _host.Time.Advance(ExternalScalerService.LookInterval);
    }
}
