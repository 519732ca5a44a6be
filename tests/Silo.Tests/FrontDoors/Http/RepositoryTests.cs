using System.Net;
using System.Text;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http;

public sealed class RepositoryTests : IAsyncLifetime
{
    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("load", null, "load m")]
    [InlineData("load", "{}", "load m")]
    [InlineData("load", """{"parameters":{}}""", "load m")]
    [InlineData("load", """{"parameters":{"config":"{\"max_batch_size\": 4}"}}""", """load m {"max_batch_size": 4}""")]
    [InlineData("unload", null, "unload m")]
    [InlineData("unload", """{"parameters":{"unload_dependents":true}}""", "unload m and dependents")]
    [InlineData("unload", """{"parameters":{"unload_dependents":false}}""", "unload m")]
    public async Task A_call_reaches_the_control_and_success_says_nothing(string action, string? body, string expected)
    {
        var response = await PostAsync($"/v2/repository/models/m/{action}", body);

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal([expected], _door.Control.Calls);
    }

    [Theory]
    [InlineData("load", FaultKind.UnknownModel, 404)]
    [InlineData("load", FaultKind.LoadFailed, 400)]
    [InlineData("unload", FaultKind.Unavailable, 503)]
    public async Task What_goes_wrong_is_told(string action, FaultKind kind, int status)
    {
        _door.Control.Fault = InferenceFault.Of(kind, "that is why");

        await MetadataTests.AssertErrorAsync(await PostAsync($"/v2/repository/models/m/{action}", null), status, "that is why");
    }

    [Theory]
    [InlineData("load", "[]", "expected no body, or a JSON object like {\"parameters\": {\"name\": \"value\"}}")]
    [InlineData("load", "{", "expected no body, or a JSON object like {\"parameters\": {\"name\": \"value\"}}")]
    [InlineData("load", """{"parameters":1}""", "expected no body, or a JSON object like {\"parameters\": {\"name\": \"value\"}}")]
    [InlineData("load", """{"parameters":{"file:1/model.pt":"AAAA"}}""",
        "load parameter 'file:1/model.pt' is not supported: programs are loaded from the repository; put the file there, then load the model")]
    [InlineData("load", """{"parameters":{"fast":true}}""", "load parameter 'fast' is not known; there is 'config'")]
    [InlineData("load", """{"parameters":{"config":{}}}""", "load parameter 'config': expected the model's configuration as JSON in a string, got something else")]
    [InlineData("load", """{"parameters":{"config":7}}""", "load parameter 'config': expected the model's configuration as JSON in a string, got '7'")]
    [InlineData("unload", """{"parameters":{"config":""}}""", "unload parameter 'config' is not known; there is 'unload_dependents'")]
    [InlineData("unload", """{"parameters":{"unload_dependents":"yes"}}""", "unload parameter 'unload_dependents': expected true or false, got 'yes'")]
    public async Task What_can_not_be_followed_is_refused_by_its_name(string action, string body, string error)
    {
        await MetadataTests.AssertErrorAsync(await PostAsync($"/v2/repository/models/m/{action}", body), 400, error);
        Assert.Empty(_door.Control.Calls);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string? body) =>
        _door.Client.PostAsync(path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
}
