using System.Net;
using System.Text;
using System.Text.Json;

namespace OrleansInference.FrontDoors.Http;

public sealed class MetadataTests : IAsyncLifetime
{
    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("/v2")]
    [InlineData("/v2/")]
    public async Task Server_metadata_names_the_server_and_the_extensions_it_has(string path) => Assert.Equal(
        $$"""{"name":"orleans-inference","version":"{{ServerIdentity.Version}}","extensions":["classification","model_repository","model_repository(unload_dependents)","schedule_policy","model_configuration","statistics","binary_tensor_data","parameters"]}""",
        await _door.Client.GetStringAsync(path));

    [Theory]
    [InlineData("/v2/models/pair")]
    [InlineData("/v2/models/pair/versions/2")]
    public async Task Model_metadata_gives_versions_inputs_and_outputs(string path)
    {
        _door.Dispatcher.Models.Insert(0, FakeModels.Pair with { Id = new("pair", 1) });

        Assert.Equal(
            """
            {"name":"pair","versions":["1","2"],"platform":"pytorch_libtorch",
            "inputs":[{"name":"a","datatype":"FP32","shape":[-1,3]},{"name":"b","datatype":"INT32","shape":[-1,2]},{"name":"bias","datatype":"FP32","shape":[-1,1]}],
            "outputs":[{"name":"sum","datatype":"FP32","shape":[-1,3]},{"name":"count","datatype":"INT32","shape":[-1,2]}]}
            """.ReplaceLineEndings(""),
            await _door.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task What_a_program_does_not_declare_is_an_empty_datatype_and_one_open_dimension() => Assert.Equal(
        """{"name":"open","versions":["1"],"platform":"pytorch_libtorch","inputs":[{"name":"x","datatype":"","shape":[-1]}],"outputs":[]}""",
        await _door.Client.GetStringAsync("/v2/models/open"));

    [Theory]
    [InlineData("slow", 503, "model 'slow/1' is not loaded yet, and has no configuration that declares its inputs and outputs")]
    [InlineData("broken", 503, "model 'broken/1' could not be loaded: model.pt is not a TorchScript archive")]
    [InlineData("idle", 503, "model 'idle/1' is not loaded (unloaded); load it first: POST /v2/repository/models/idle/load")]
    [InlineData("nope", 404, "Request for unknown model: 'nope' is not in the repository")]
    [InlineData("pair/versions/9", 404, "Request for unknown model: 'pair' version 9 is not in the repository")]
    [InlineData("pair/versions/v2", 404, "Request for unknown model: 'pair' version 'v2' is not in the repository")]
    public async Task A_model_without_metadata_says_why(string model, int status, string error)
    {
        _door.Dispatcher.Models.AddRange([FakeModels.Loading, FakeModels.Broken, FakeModels.Unloaded]);

        await AssertErrorAsync(await _door.Client.GetAsync($"/v2/models/{model}"), status, error);
    }

    [Fact]
    public async Task The_repository_index_lists_every_version_with_its_state()
    {
        _door.Dispatcher.Models.Clear();
        _door.Dispatcher.Models.AddRange([FakeModels.Pair, FakeModels.Broken, FakeModels.Loading, FakeModels.Unloaded]);

        var all = await _door.Client.PostAsync("/v2/repository/index", null);
        var ready = await _door.Client.PostAsync("/v2/repository/index", new StringContent("""{"ready":true}""", Encoding.UTF8));

        Assert.Equal(
            """[{"name":"broken","version":"1","state":"UNAVAILABLE","reason":"model.pt is not a TorchScript archive"},{"name":"idle","version":"1","state":"UNAVAILABLE","reason":"unloaded"},""" +
            """{"name":"pair","version":"2","state":"READY","reason":""},{"name":"slow","version":"1","state":"LOADING","reason":""}]""",
            await all.Content.ReadAsStringAsync());
        Assert.Equal(["look", "look"], _door.Control.Calls);
        Assert.Equal("""[{"name":"pair","version":"2","state":"READY","reason":""}]""", await ready.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"ready\":1}")]
    [InlineData("nonsense")]
    public async Task An_index_request_that_is_no_filter_is_refused(string body) => await AssertErrorAsync(
        await _door.Client.PostAsync("/v2/repository/index", new StringContent(body)), 400, "expected no body, or a JSON object like {\"ready\": true}");

    [Theory]
    [InlineData("GET", "/v2/systemsharedmemory/status", "system shared memory is not supported; send tensors in the request: JSON or binary data")]
    [InlineData("POST", "/v2/cudasharedmemory/region/r/register", "CUDA shared memory is not supported; send tensors in the request: JSON or binary data")]
    [InlineData("POST", "/v2/trace/setting", "trace settings are not supported")]
    public async Task What_Triton_has_and_this_server_has_not_is_501(string method, string path, string error) =>
        await AssertErrorAsync(await _door.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), 501, error);

    [Fact]
    public async Task A_wrong_method_is_405_and_says_the_right_one()
    {
        var response = await _door.Client.GetAsync("/v2/models/pair/infer");

        await AssertErrorAsync(response, 405, "/v2/models/pair/infer takes POST, got GET");
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
    }

    [Fact]
    public async Task An_unknown_route_is_404_in_JSON() =>
        await AssertErrorAsync(await _door.Client.GetAsync("/v2/nowhere/at/all"), 404, "no such route: /v2/nowhere/at/all");

    internal static async Task AssertErrorAsync(HttpResponseMessage response, int status, string error)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(error, JsonDocument.Parse(body).RootElement.GetProperty("error").GetString());
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }
}
