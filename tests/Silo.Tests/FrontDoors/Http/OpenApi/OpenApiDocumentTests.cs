using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.FrontDoors.Http.OpenApi;

public sealed class OpenApiDocumentTests : IAsyncLifetime
{
    private const string Inputs = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]""";

    private DoorHost _door = null!;
    private JsonNode _document = null!;

    public async Task InitializeAsync()
    {
        _door = await DoorHost.StartAsync();
        _door.Autoscaler.IsEnabled = true;
        _door.Dispatcher.Models.AddRange([FakeModels.Loading, FakeModels.Broken]);
        _door.Dispatcher.Models[1] = FakeModels.Pair with { Spec = Spec };
        _door.Dispatcher.Statistics.Add(new(FakeModels.Pair.Id, new PoolStatistics { BatchSizes = [new BatchStatistics { Items = 4, Input = default, Infer = default, Output = default }] }));
        _document = JsonNode.Parse(await _door.Client.GetStringAsync("/openapi.json"))!;
    }

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public void The_document_is_valid_OpenAPI_3_1()
    {
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(_document.ToJsonString(), "json");

        Assert.Empty(read.Diagnostic!.Errors.Select(error => $"{error.Pointer}: {error.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => $"{warning.Pointer}: {warning.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(ServerIdentity.Version, read.Document!.Info.Version);
    }

    [Fact]
    public void Every_route_stands_in_it_and_nothing_else()
    {
        var unimplemented = UnimplementedRoutes.All.Select(route => route.Pattern).ToHashSet();
        var mapped = _door.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(pattern => !unimplemented.Contains(pattern) && !pattern.Contains("{**", StringComparison.Ordinal));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), Paths.Select(path => path.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_route_takes_the_methods_that_it_says()
    {
        foreach (var (path, operations) in Paths)
        {
            var response = await _door.Client.PatchAsync(Filled(path), null);

            Assert.Equal((405, path), ((int)response.StatusCode, path));
            Assert.Equal(operations!.AsObject().Select(operation => operation.Key.ToUpperInvariant()), response.Content.Headers.Allow);
        }
    }

    [Fact]
    public void Every_operation_has_an_id_of_its_own_and_every_path_parameter_is_declared()
    {
        var operations = Paths.SelectMany(path => path.Value!.AsObject().Select(operation => (Path: path.Key, Operation: operation.Value!))).ToArray();
        var ids = operations.Select(operation => (string)operation.Operation["operationId"]!).ToArray();

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(operations, operation =>
        {
            var declared = (operation.Operation["parameters"]?.AsArray() ?? []).Select(parameter => new JsonSchema(_document).Resolve(parameter!))
                .Where(parameter => (string?)parameter["in"] == "path").Select(parameter => $"{{{parameter["name"]}}}");
            Assert.Equal(operation.Path.Split('/').Where(part => part.StartsWith('{')), declared);
        });
    }

    [Theory]
    [InlineData("GET", "/v2", "/v2", null)]
    [InlineData("GET", "/openapi.json", "/openapi.json", null)]
    [InlineData("GET", "/v2/models/pair", "/v2/models/{model}", null)]
    [InlineData("GET", "/v2/models/open/versions/1", "/v2/models/{model}/versions/{version}", null)]
    [InlineData("GET", "/v2/models/nope", "/v2/models/{model}", null)]
    [InlineData("GET", "/v2/models/slow", "/v2/models/{model}", null)]
    [InlineData("GET", "/v2/health/live", "/v2/health/live", null)]
    [InlineData("GET", "/v2/health/ready", "/v2/health/ready", null)]
    [InlineData("GET", "/v2/models/slow/ready", "/v2/models/{model}/ready", null)]
    [InlineData("PUT", "/v2/models/open/infer", "/v2/models/{model}/infer", null)]
    [InlineData("POST", "/v2/models/open/infer", "/v2/models/{model}/infer", Inputs + "}")]
    [InlineData("POST", "/v2/models/open/infer", "/v2/models/{model}/infer", Inputs + ""","id":"7","outputs":[{"name":"x","parameters":{"binary_data":false}}],"parameters":{"timeout":9000000,"mine":1.5}}""")]
    [InlineData("POST", "/v2/models/open/infer", "/v2/models/{model}/infer", """{"inputs":[{"name":"x","shape":[1,2],"datatype":"BYTES","data":[["a","b"]]}]}""")]
    [InlineData("POST", "/v2/models/open/infer", "/v2/models/{model}/infer", """{"inputs":[{"name":"x","shape":[1],"datatype":"BOOL","data":[true]}]}""")]
    [InlineData("POST", "/v2/repository/index", "/v2/repository/index", """{"ready":true}""")]
    [InlineData("POST", "/v2/repository/index", "/v2/repository/index", "{}")]
    [InlineData("GET", "/v2/models/pair/config", "/v2/models/{model}/config", null)]
    [InlineData("GET", "/v2/models/pair/versions/2/config", "/v2/models/{model}/versions/{version}/config", null)]
    [InlineData("GET", "/v2/models/nope/config", "/v2/models/{model}/config", null)]
    [InlineData("GET", "/v2/models/pair/stats", "/v2/models/{model}/stats", null)]
    [InlineData("GET", "/v2/models/pair/versions/2/stats", "/v2/models/{model}/versions/{version}/stats", null)]
    [InlineData("GET", "/v2/models/slow/stats", "/v2/models/{model}/stats", null)]
    [InlineData("GET", "/v2/models/stats", "/v2/models/stats", null)]
    [InlineData("GET", "/v2/models/pair/traffic", "/v2/models/{model}/traffic", null)]
    [InlineData("GET", "/v2/models/nope/traffic", "/v2/models/{model}/traffic", null)]
    [InlineData("POST", "/v2/models/pair/traffic", "/v2/models/{model}/traffic", """{"weights":{"1":95,"2":5},"sticky_key":null,"shadow":{"version":2,"share":0.1}}""")]
    [InlineData("POST", "/v2/models/pair/traffic/promote", "/v2/models/{model}/traffic/promote", """{"version":2}""")]
    [InlineData("POST", "/v2/models/pair/traffic/rollback", "/v2/models/{model}/traffic/rollback", null)]
    [InlineData("GET", "/v2/autoscaler", "/v2/autoscaler", null)]
    [InlineData("POST", "/v2/autoscaler/pause", "/v2/autoscaler/pause", null)]
    [InlineData("POST", "/v2/autoscaler/resume", "/v2/autoscaler/resume", null)]
    [InlineData("GET", "/v2/autoscaler/models/pair", "/v2/autoscaler/models/{model}", null)]
    [InlineData("GET", "/v2/autoscaler/models/nope", "/v2/autoscaler/models/{model}", null)]
    [InlineData("GET", "/v2/autoscaler/models/pair/what-if?min=2&max=none", "/v2/autoscaler/models/{model}/what-if", null)]
    [InlineData("GET", "/v2/autoscaler/models/pair/versions/2/what-if", "/v2/autoscaler/models/{model}/versions/{version}/what-if", null)]
    [InlineData("POST", "/v2/autoscaler/models/pair/pin", "/v2/autoscaler/models/{model}/pin", """{"replicas":3}""")]
    [InlineData("POST", "/v2/autoscaler/models/pair/versions/2/unpin", "/v2/autoscaler/models/{model}/versions/{version}/unpin", null)]
    [InlineData("POST", "/v2/autoscaler/models/pair/pause", "/v2/autoscaler/models/{model}/pause", null)]
    [InlineData("GET", "/metrics", "/metrics", null)]
    [InlineData("POST", "/v2/repository/models/pair/load", "/v2/repository/models/{model}/load", """{"parameters":{"config":"{}"}}""")]
    [InlineData("POST", "/v2/repository/models/pair/unload", "/v2/repository/models/{model}/unload", """{"parameters":{"unload_dependents":true}}""")]
    [InlineData("POST", "/v2/repository/models/pair/unload", "/v2/repository/models/{model}/unload", null)]
    public async Task Requests_and_answers_are_as_it_says(string method, string url, string path, string? body)
    {
        var operation = _document["paths"]![path]![method.ToLowerInvariant()] ?? _document["paths"]![path]!["post"]!;
        var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            AssertFits(JsonNode.Parse(body), operation["requestBody"]!["content"]!["application/json"]!);
        }

        await AssertAnswerFits(await _door.Client.SendAsync(request), operation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_autoscaler_that_is_off_or_silent_is_an_answer_that_every_one_of_its_routes_has(bool isEnabled)
    {
        _door.Autoscaler.IsEnabled = isEnabled;
        _door.Autoscaler.Fault = InferenceFault.Of(FaultKind.Unavailable, "the autoscaler did not answer");
        foreach (var (path, operations) in Paths.Where(path => path.Key.StartsWith("/v2/autoscaler", StringComparison.Ordinal)))
            foreach (var (method, operation) in operations!.AsObject())
                await AssertAnswerFits(await _door.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Filled(path))), operation!);
    }

    [Theory]
    [InlineData(FaultKind.InvalidInput)]
    [InlineData(FaultKind.UnknownModel)]
    [InlineData(FaultKind.ModelNotReady)]
    [InlineData(FaultKind.QueueFull)]
    [InlineData(FaultKind.DeadlineExceeded)]
    [InlineData(FaultKind.ModelError)]
    [InlineData(FaultKind.LoadFailed)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Unauthenticated)]
    [InlineData(FaultKind.PermissionDenied)]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.DeviceLost)]
    [InlineData(FaultKind.TooLarge)]
    public async Task Every_fault_is_an_answer_that_it_has(FaultKind kind)
    {
        _door.Dispatcher.Answer(InferenceOutcome.Of(kind, "because"));

        await AssertAnswerFits(await _door.InferAsync("open", Inputs + "}"), Infer);
    }

    [Fact]
    public async Task A_failure_of_the_server_and_a_body_that_cannot_be_read_are_answers_that_it_has()
    {
        _door.Dispatcher.OnInfer = (_, _) => throw new InvalidOperationException();
        await AssertAnswerFits(await _door.InferAsync("open", Inputs + "}"), Infer);

        var content = new StringContent(Inputs + "}");
        content.Headers.ContentEncoding.Add("br");
        await AssertAnswerFits(await _door.Client.PostAsync("/v2/models/open/infer", content), Infer);
    }

    [Fact]
    public async Task The_JSON_before_binary_data_is_as_it_says()
    {
        const string Json = """{"inputs":[{"name":"x","shape":[2],"datatype":"FP16","parameters":{"binary_data_size":4}}],"parameters":{"binary_data_output":true}}""";
        AssertFits(JsonNode.Parse(Json), Infer["requestBody"]!["content"]!["application/json"]!);

        var response = await _door.InferAsync("open", Json, [1, 2, 3, 4]);

        Assert.True(Infer["responses"]!["200"]!["content"]!.AsObject().ContainsKey(response.Content.Headers.ContentType!.MediaType!));
        var length = int.Parse(response.Headers.TryGetValues(InferHeaders.JsonLengthName, out var values) ? values.Single() : response.Content.Headers.GetValues(InferHeaders.JsonLengthName).Single());
        var answer = await response.Content.ReadAsByteArrayAsync();
        AssertFits(JsonNode.Parse(answer.AsSpan(0, length)), Infer["responses"]!["200"]!["content"]!["application/json"]!);
    }

    [Theory]
    [InlineData("""{}""", "$: no inputs")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2],"datatype":"INT32"}]}""", "$.inputs[0]: not exactly one of oneOf")]
    [InlineData("""{"inputs":[{"name":"x","shape":[-2],"datatype":"INT31","data":[{}]}]}""", "$.inputs[0].shape[0]: under 0")]
    [InlineData("""{"inputs":[],"parameters":{"timeout":"soon","mine":[]}}""", "$.parameters.timeout: expected \"integer\"")]
    public void Requests_that_do_not_fit_are_found(string json, string violation) => Assert.Contains(
        new JsonSchema(_document).Violations(JsonNode.Parse(json), _document["components"]!["schemas"]!["InferenceRequest"]!),
        found => found.StartsWith(violation, StringComparison.Ordinal));

    private static ModelSpec Spec => new()
    {
        Id = FakeModels.Pair.Id, Backend = "pytorch", ProgramPath = "/models/pair/2/model.pt", Batching = new BatchingSpec(8, TimeSpan.Zero, 0),
        Replicas = [new DeviceSlot("cpu", 1)], Parameters = ImmutableDictionary<string, string>.Empty.Add("key", "value"),
    };

    private JsonObject Paths => _document["paths"]!.AsObject();

    private JsonNode Infer => Paths["/v2/models/{model}/infer"]!["post"]!;

    private static string Filled(string path) => path.Replace("{model}", "pair", StringComparison.Ordinal).Replace("{version}", "2", StringComparison.Ordinal);

    private async Task AssertAnswerFits(HttpResponseMessage response, JsonNode operation)
    {
        var status = ((int)response.StatusCode).ToString();
        Assert.True(operation["responses"]!.AsObject().ContainsKey(status), $"{operation["operationId"]} has no answer {status}");
        var described = new JsonSchema(_document).Resolve(operation["responses"]![status]!);
        var text = await response.Content.ReadAsStringAsync();
        if (described["content"] is not { } content)
            Assert.Equal("", text);
        else
        {
            var type = response.Content.Headers.ContentType!.MediaType!;
            AssertFits(type == "application/json" ? JsonNode.Parse(text) : JsonValue.Create(text), content[type]!);
        }
        foreach (var (name, header) in described["headers"]?.AsObject() ?? [])
            if (response.Headers.TryGetValues(name, out var values) && new JsonSchema(_document).Resolve(header!)["schema"] is { } schema && schema["const"] is { } expected)
                Assert.Equal((string)expected!, values.Single());
    }

    private void AssertFits(JsonNode? value, JsonNode media) => Assert.Empty(new JsonSchema(_document).Violations(value, media["schema"]!));
}
