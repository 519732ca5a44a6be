using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Client;

public sealed class HttpInferenceClientTests : IAsyncLifetime
{
    private const string Path = "/v2/models/m/infer";
    private FakeServer _server = null!;
    private HttpInferenceClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _client = new HttpInferenceClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private static InferenceRequest Request => new()
    {
        Model = "m",
        Inputs = [InferenceTensor.Of<float>("x", [1, 2], new[] { 1.5f, -2 }), InferenceTensor.Of<long>("n", [1], new[] { 7L })],
    };

    [Fact]
    public async Task Sends_tensors_in_binary_after_their_description()
    {
        _server.AnswerJson("/v2/models/m/versions/3/infer", """{"outputs": []}""");
        await _client.InferAsync(Request with
        {
            Version = 3,
            RequestId = "a",
            TimeLeft = TimeSpan.FromSeconds(20),
            Priority = 2,
            Parameters = ImmutableDictionary<string, ParameterValue>.Empty.Add("k", ParameterValue.Of("v")),
        });

        Assert.Equal("a", (string?)_server.Json!["id"]);
        Assert.Equal("""{"k":"v","timeout":20000000,"priority":2,"binary_data_output":true}""", _server.Json["parameters"]!.ToJsonString());
        Assert.Equal(
            """[{"name":"x","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}},{"name":"n","datatype":"INT64","shape":[1],"parameters":{"binary_data_size":8}}]""",
            _server.Json["inputs"]!.ToJsonString());
        Assert.Equal([.. MemoryMarshal.AsBytes<float>([1.5f, -2]), .. MemoryMarshal.AsBytes<long>([7L])], _server.Raw);
    }

    [Fact]
    public async Task Reads_outputs_from_raw_bytes_and_from_json()
    {
        _server.AnswerBinary(
            Path,
            """
            {"model_name": "m", "model_version": "4", "outputs": [
              {"name": "a", "datatype": "INT16", "shape": [2], "parameters": {"binary_data_size": 4}},
              {"name": "b", "datatype": "FP32", "shape": [2, 2], "data": [[1, 2], [3, 4.5]]},
              {"name": "c", "datatype": "BYTES", "shape": [2], "data": ["é", ""]}]}
            """,
            1, 0, 255, 255);
        var response = await _client.InferAsync(Request);

        Assert.Equal(new ModelVersion("m", 4), response.Model);
        Assert.Equal([1, -1], response.Outputs[0].Elements<short>().ToArray());
        Assert.Equal([1, 2, 3, 4.5f], response.Outputs[1].Elements<float>());
        Assert.Equal([2L, 2], response.Outputs[1].Shape.ToArray());
        Assert.Equal(["é", ""], response.Outputs[2].Texts().ToArray());
    }

    [Fact]
    public async Task A_json_request_goes_as_it_is_with_its_deadline_in_a_header()
    {
        _server.AnswerJson(Path, """{"outputs": []}""");
        await _client.InferJsonAsync("m", null, """{ "inputs": [] }"""u8.ToArray(), TimeSpan.FromMilliseconds(2500));
        Assert.Equal("""{"inputs":[]}""", _server.Json!.ToJsonString());
        Assert.Equal("2500000", _server.LastHeaders["Inference-Timeout-Microseconds"]);
        Assert.False(_server.LastHeaders.ContainsKey(FakeServer.HeaderLength));
    }

    [Fact]
    public async Task Classification_names_the_outputs_and_reads_classes()
    {
        byte[] element = [.. "0.75:2:a:b"u8];
        _server.AnswerBinary(
            Path,
            """{"outputs": [{"name": "p", "datatype": "BYTES", "shape": [1, 1], "parameters": {"binary_data_size": 14}}]}""",
            [(byte)element.Length, 0, 0, 0, .. element]);
        var response = await _client.ClassifyAsync(Request with { RequestedOutputs = ["p"] }, 3);

        Assert.Equal("""[{"name":"p","parameters":{"binary_data":true,"classification":3}}]""", _server.Json!["outputs"]!.ToJsonString());
        Assert.Equal([new Classification(0.75, 2, "a:b")], response.Outputs[0].Classifications().ToArray());
    }

    [Fact]
    public async Task Readiness_is_an_answer_and_no_failure()
    {
        _server.AnswerJson("/v2/health/ready", "");
        _server.AnswerJson("/v2/models/m/ready", "").AnswerJson("/v2/models/n/ready", "", 400).AnswerJson("/v2/models/o/versions/2/ready", "", 503);
        Assert.True(await _client.IsReadyAsync());
        Assert.True(await _client.IsModelReadyAsync("m"));
        Assert.False(await _client.IsModelReadyAsync("n"));
        Assert.False(await _client.IsModelReadyAsync("o", 2));
        Assert.False(await _client.IsModelReadyAsync("unknown"));
        _server.AnswerJson("/v2/health/ready", "", 400);
        Assert.False(await _client.IsReadyAsync());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_no_answer_about_readiness()
    {
        using var client = new HttpInferenceClient(new Uri("http://127.0.0.1:1"));
        Assert.Equal(FaultKind.Unavailable, (await Assert.ThrowsAsync<InferenceException>(() => client.IsReadyAsync())).Kind);
    }

    [Fact]
    public async Task Models_are_loaded_and_unloaded_by_name()
    {
        _server.AnswerJson("/v2/repository/models/a%2Fb/load", "").AnswerJson("/v2/repository/models/m/unload", "")
            .AnswerJson("/v2/repository/models/bad/load", """{"error": "corrupt"}""", 400);
        await _client.LoadModelAsync("a/b");
        await _client.UnloadModelAsync("m");
        Assert.Equal("corrupt", (await Assert.ThrowsAsync<InferenceException>(() => _client.LoadModelAsync("bad"))).Message);
    }

    [Theory]
    [InlineData(400, FaultKind.InvalidInput)]
    [InlineData(404, FaultKind.UnknownModel)]
    [InlineData(413, FaultKind.TooLarge)]
    [InlineData(429, FaultKind.QueueFull)]
    [InlineData(499, FaultKind.Cancelled)]
    [InlineData(500, null)]
    [InlineData(501, null)]
    [InlineData(503, FaultKind.Unavailable)]
    [InlineData(504, FaultKind.DeadlineExceeded)]
    public async Task Status_tells_the_kind_and_the_body_the_text(int status, FaultKind? kind)
    {
        _server.AnswerJson(Path, """{"error": "because"}""", status);
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request));
        Assert.Equal((kind, "because"), (exception.Kind, exception.Message));
    }

    [Fact]
    public async Task Shed_load_says_when_to_come_back()
    {
        _server.Answer(Path, context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "2";
            return Task.CompletedTask;
        });
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request));
        Assert.Equal(TimeSpan.FromSeconds(2), exception.RetryAfter);
        Assert.StartsWith("HTTP 429", exception.Message);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("""{"outputs": [{"name": "a", "datatype": "FP32", "shape": [1], "data": ["x"]}]}""")]
    [InlineData("""{"outputs": [{"name": "a", "datatype": "FP32", "shape": [2], "data": [1]}]}""")]
    [InlineData("""{"outputs": [{"name": "a", "datatype": "FP8", "shape": [1], "data": [1]}]}""")]
    [InlineData("""{"outputs": [{"name": "a", "datatype": "FP32", "shape": [1], "parameters": {"binary_data_size": 4}}]}""")]
    public async Task An_answer_that_is_not_of_the_protocol_says_so(string answer)
    {
        _server.AnswerJson(Path, answer);
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request));
        Assert.StartsWith("The server's answer is not of the Open Inference Protocol", exception.Message);
        Assert.Null(exception.Kind);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_a_missed_deadline()
    {
        _server.Answer(Path, context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var exception = await Assert.ThrowsAsync<InferenceException>(
            () => _client.InferAsync(Request with { TimeLeft = TimeSpan.FromMilliseconds(50) }));
        Assert.Equal(FaultKind.DeadlineExceeded, exception.Kind);
        Assert.Contains("0.05 s", exception.Message);
    }

    [Fact]
    public async Task Cancelling_is_seen_by_the_server_and_is_no_fault()
    {
        using var cancel = new CancellationTokenSource();
        var aborted = new TaskCompletionSource();
        _server.Answer(Path, async context =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            cancel.Cancel();
            await aborted.Task;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.InferAsync(Request, cancel.Token));
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new HttpInferenceClient(new Uri($"http://127.0.0.1:{port}"));
        var exception = await Assert.ThrowsAsync<InferenceException>(() => client.ListModelsAsync());
        Assert.Equal(FaultKind.Unavailable, exception.Kind);
    }

    [Fact]
    public async Task Model_names_are_escaped_and_a_base_path_is_kept()
    {
        using var client = new HttpInferenceClient(new Uri(_server.Address, "/behind/proxy"));
        _server.AnswerJson("/behind/proxy/v2/models/a%20b%2Fc", """{"name": "a b/c", "inputs": [], "outputs": []}""");
        Assert.Equal("a b/c", (await client.GetModelAsync("a b/c")).Name);
    }

    [Fact]
    public async Task Reads_metadata_and_index()
    {
        _server.AnswerJson(
            "/v2/models/m/versions/2",
            """{"name": "m", "versions": ["1", "2"], "platform": "p", "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 4]}], "outputs": [{"name": "y", "datatype": "?", "shape": []}]}""");
        _server.AnswerJson("/v2/repository/index", """[{"name": "m", "version": "2", "state": "READY"}, {"name": "n", "reason": "bad"}]""");

        var model = await _client.GetModelAsync("m", 2);
        Assert.Equal([-1L, 4], model.Inputs[0].Shape.ToArray());
        Assert.Equal(TensorDataType.Unknown, model.Outputs[0].DataType);
        Assert.Equal(["1", "2"], model.Versions.ToArray());
        Assert.Equal([new("m", "2", "READY", ""), new("n", "", "", "bad")], (await _client.ListModelsAsync()).ToArray());
    }
}
