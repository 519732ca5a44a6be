using System.Net;
using System.Text.Json;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http;

/// <summary>What the dispatcher is asked, and how each of its outcomes is told.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private const string Inputs = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]""";

    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData(FaultKind.InvalidInput, 400)]
    [InlineData(FaultKind.ModelError, 400)]
    [InlineData(FaultKind.UnknownModel, 404)]
    [InlineData(FaultKind.ModelNotReady, 503)]
    [InlineData(FaultKind.LoadFailed, 400)]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.QueueFull, 429)]
    [InlineData(FaultKind.DeadlineExceeded, 504)]
    [InlineData(FaultKind.Cancelled, 499)]
    [InlineData(FaultKind.TooLarge, 413)]
    [InlineData((FaultKind)99, 500)]
    public async Task Every_fault_has_its_status_and_keeps_its_text(FaultKind kind, int status)
    {
        _door.Dispatcher.Answer(InferenceOutcome.Of(kind, $"because of {kind}"));

        await MetadataTests.AssertErrorAsync(await _door.InferAsync("open", Inputs + "}"), status, $"because of {kind}");
        await _door.AssertNextRequestWorksAsync();
    }

    [Theory]
    [InlineData(FaultKind.QueueFull, null, 1)]
    [InlineData(FaultKind.QueueFull, 2.3, 3)]
    [InlineData(FaultKind.ModelNotReady, 0.2, 1)]
    [InlineData(FaultKind.ModelNotReady, null, null)]
    public async Task A_refusal_says_when_to_come_back(FaultKind kind, double? seconds, int? header)
    {
        var retryAfter = seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;
        _door.Dispatcher.Answer(InferenceOutcome.Of(new InferenceFault { Kind = kind, Message = "later", RetryAfter = retryAfter }));

        var response = await _door.InferAsync("open", Inputs + "}");

        Assert.Equal(header is { } h ? TimeSpan.FromSeconds(h) : null, response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task An_unexpected_failure_is_logged_once_and_told_without_its_details()
    {
        _door.Dispatcher.OnInfer = (_, _) => throw new InvalidOperationException("secret");

        var response = await _door.InferAsync("open", Inputs + "}");

        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("internal error", answer.GetProperty("error").GetString());
        var (message, exception) = Assert.Single(_door.Log.Errors);
        Assert.Equal($"Request {answer.GetProperty("id")} failed unexpectedly: POST /v2/models/open/infer", message);
        Assert.Equal("secret", exception?.Message);
        await _door.AssertNextRequestWorksAsync();
    }

    [Fact]
    public async Task The_request_reaches_the_dispatcher_with_all_it_says()
    {
        var json = Inputs + ""","id":"r-1","outputs":[{"name":"x"}],"parameters":{"priority":3,"sequence_id":0,"mode":"fast","top":2,"scale":0.5,"raw":true}}""";

        var response = await _door.Client.PostAsync("/v2/models/open/versions/1/infer", new StringContent(json));

        Assert.StartsWith("""{"id":"r-1","model_name":"open","model_version":"1",""", await response.Content.ReadAsStringAsync());
        var request = _door.Dispatcher.LastRequest!;
        Assert.Equal(("open", 1L, "r-1", 3u, null), (request.Model, request.Version, request.RequestId, request.Priority, request.TimeLeft));
        Assert.Equal(["x"], request.RequestedOutputs.AsEnumerable());
        Assert.Equal(
            [("mode", "fast"), ("raw", "true"), ("scale", "0.5"), ("top", "2")],
            request.Parameters.Select(p => (p.Key, p.Value.ToString())).Order());
    }

    [Fact]
    public async Task Without_a_version_the_one_whose_signature_was_checked_is_asked_for()
    {
        await _door.InferAsync("open", Inputs + "}");

        Assert.Equal(1, _door.Dispatcher.LastRequest!.Version);
    }

    [Theory]
    [InlineData(60_000_000, null, 59)]
    [InlineData(null, 50_000_000, 49)]
    [InlineData(60_000_000, 50_000_000, 49)]
    [InlineData(50_000_000, 60_000_000, 49)]
    [InlineData(0, 0, null)]
    public async Task Of_the_smaller_time_out_what_reading_took_is_gone_and_0_is_none(int? parameter, int? header, int? seconds)
    {
        _door.Time.Step = TimeSpan.FromSeconds(1);
        var content = new StringContent(Inputs + (parameter is null ? "}" : $$$""","parameters":{"timeout":{{{parameter}}}}}"""));
        if (header is not null)
            content.Headers.Add(InferHeaders.TimeoutName, header.ToString());

        (await _door.Client.PostAsync("/v2/models/open/infer", content)).EnsureSuccessStatusCode();

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, _door.Dispatcher.LastRequest!.TimeLeft);
    }

    [Theory]
    [InlineData("""{"timeout":-1}""", "parameter 'timeout': expected an integer from 0 to 922337203685477580 (microseconds; 0 for the default), got -1")]
    [InlineData("""{"timeout":1.5}""", "parameter 'timeout': expected an integer from 0 to 922337203685477580 (microseconds; 0 for the default), got 1.5")]
    [InlineData("""{"priority":"high"}""", "parameter 'priority': expected an integer from 0 to 4294967295 (a level, 1 the most important; 0 for the default), got high")]
    [InlineData("""{"sequence_id":7}""", "parameter 'sequence_id': sequences (stateful models) are not supported; leave it out")]
    [InlineData("""{"sequence_start":true}""", "parameter 'sequence_start': sequences (stateful models) are not supported; leave it out")]
    [InlineData("""{"triton_x":1}""", "parameter 'triton_x': names that start with 'triton_' are reserved")]
    public async Task Parameters_that_mean_something_else_here_are_refused(string parameters, string error)
    {
        await MetadataTests.AssertErrorAsync(await _door.InferAsync("open", $$"""{{Inputs}},"parameters":{{parameters}}}"""), 400, error);
        await _door.AssertNextRequestWorksAsync();
    }

    [Fact]
    public async Task A_time_out_that_passes_while_the_request_is_read_is_told_without_asking_the_dispatcher()
    {
        _door.Time.Step = TimeSpan.FromMilliseconds(2);

        var response = await _door.InferAsync("open", Inputs + ""","parameters":{"timeout":2000}}""");

        await MetadataTests.AssertErrorAsync(response, 504, "the time-out of 2000 µs passed while the request was read");
        Assert.Null(_door.Dispatcher.LastRequest);
    }

    [Fact]
    public async Task Classification_names_the_highest_values_of_each_item()
    {
        _door.Dispatcher.Answer(new InferenceTensor
        {
            Name = "sum", DataType = TensorDataType.Fp32, Shape = [2, 3], Data = Floats(0.1f, 0.7f, 0.2f, 5, 4, 6),
        });
        const string Json = """
            {"inputs":[{"name":"a","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]},{"name":"b","shape":[2,2],"datatype":"INT32","data":[1,2,3,4]}],
            "outputs":[{"name":"sum","parameters":{"classification":2}}]}
            """;

        Assert.Equal(
            """{"model_name":"open","model_version":"1","outputs":[{"name":"sum","datatype":"BYTES","shape":[2,2],"data":["0.7:1:bee","0.2:2","6:2","5:0:ant"]}]}""",
            await (await _door.InferAsync("pair", Json)).Content.ReadAsStringAsync());
    }

    private static byte[] Floats(params float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
