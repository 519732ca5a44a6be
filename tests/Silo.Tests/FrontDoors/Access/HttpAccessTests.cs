using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using OrleansInference.FrontDoors.Http;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.FrontDoors.Access;

public sealed class HttpAccessTests : IDisposable
{
    private const string Json = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""";

    private readonly KeysFile _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Without_a_keys_file_nobody_is_asked()
    {
        await using var host = await SecuredHost.StartAsync();
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.OK, (await InferAsync(client, null)).StatusCode);
        Assert.Equal("", host.Dispatcher.LastRequest!.Caller);
    }

    [Fact]
    public async Task A_request_carries_the_name_of_its_key()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1"), KeysFile.Entry("k2"));
        using var client = host.Client();

        foreach (var key in new[] { "k1", "k2" })
        {
            Assert.Equal(HttpStatusCode.OK, (await InferAsync(client, $"Bearer {key}")).StatusCode);
            Assert.Equal(key, host.Dispatcher.LastRequest!.Caller);
        }
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_key_opens_what_it_covers_over_TLS(string version)
    {
        using var certificates = new TestCertificates();
        certificates.WithServer(certificates.Server());
        _keys.Write(KeysFile.Entry("k1", models: "open"));
        await using var host = await SecuredHost.StartAsync(
            ("Access:KeysPath", _keys.Path), ("Tls:CertificatePath", certificates.CertificateFile), ("Tls:KeyPath", certificates.KeyFile));
        using var client = host.Client(certificates.Ca, version: Version.Parse(version));

        Assert.Equal(HttpStatusCode.OK, (await InferAsync(client, "Bearer k1")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await InferAsync(client, "Bearer k2")).StatusCode);
    }

    [Theory]
    [InlineData(null, "this server asks for an API key: send the header 'Authorization: Bearer KEY'")]
    [InlineData("", "this server asks for an API key: send the header 'Authorization: Bearer KEY'")]
    [InlineData("Bearer wrong", "the API key is not known to this server")]
    [InlineData("bearer  K1", "the API key is not known to this server")]
    [InlineData("Basic k1", "expected one header 'Authorization: Bearer KEY', got one of another form")]
    [InlineData("k1", "expected one header 'Authorization: Bearer KEY', got one of another form")]
    [InlineData("Bearer ", "expected one header 'Authorization: Bearer KEY', got one of another form")]
    [InlineData("Bearer old", "API key 'old' expired on 2025-12-31 00:00:00Z")]
    public async Task Without_a_good_key_nothing_is_done_and_the_answer_says_what_to_send(string? authorization, string error)
    {
        await using var host = await StartAsync(KeysFile.Entry("k1"), KeysFile.Entry("old", rest: ""","expires":"2025-12-31T00:00:00Z" """));
        using var client = host.Client();

        var response = await InferAsync(client, authorization);

        await MetadataTests.AssertErrorAsync(response, 401, error);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Null(host.Dispatcher.LastRequest);
    }

    [Fact]
    public async Task A_key_too_long_is_refused_before_it_is_hashed()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1"));
        using var client = host.Client();

        await MetadataTests.AssertErrorAsync(
            await GetAsync(client, "/v2", new string('k', 513)), 401, "expected one header 'Authorization: Bearer KEY' with a KEY of 1 to 512 characters, got 513");
    }

    [Theory]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    public async Task Probes_need_no_key(string path)
    {
        await using var host = await StartAsync(KeysFile.Entry("k1"));
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("/v2")]
    [InlineData("/metrics")]
    [InlineData("/v2/models/pair")]
    [InlineData("/v2/models/pair/ready")]
    [InlineData("/v2/nowhere")]
    [InlineData("/nowhere")]
    public async Task Everything_else_needs_one(string path)
    {
        await using var host = await StartAsync(KeysFile.Entry("k1"));
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(path)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await GetAsync(client, path, "k1")).StatusCode);
    }

    [Theory]
    [InlineData("/v2/models/open")]
    [InlineData("/v2/models/open/ready")]
    [InlineData("/v2/models/nope")]
    [InlineData("/v2/models/nope/ready")]
    public async Task A_model_out_of_scope_is_refused_whether_it_exists_or_not(string path)
    {
        await using var host = await StartAsync(KeysFile.Entry("k1", models: "pair t*"));
        using var client = host.Client();

        var model = path.Split('/')[3];
        await MetadataTests.AssertErrorAsync(
            await GetAsync(client, path, "k1"), 403, $"API key 'k1' does not cover model '{model}'; it covers pair, t*");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2/models/text", "k1")).StatusCode);
    }

    [Fact]
    public async Task Inference_needs_the_scope_infer()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1", scopes: "admin"));
        using var client = host.Client();

        await MetadataTests.AssertErrorAsync(await InferAsync(client, "Bearer k1"), 403, "API key 'k1' lacks the scope 'infer'; it has 'admin'");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2/models/open", "k1")).StatusCode);
        Assert.Null(host.Dispatcher.LastRequest);
    }

    [Fact]
    public async Task The_index_lists_the_models_that_the_key_covers()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1", models: "pair"));
        using var client = host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "k1");

        var index = await client.PostAsync("/v2/repository/index", null);

        Assert.Equal("""[{"name":"pair","version":"2","state":"READY","reason":""}]""", await index.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Metrics_are_of_the_models_that_the_key_covers()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1", models: "pair", scopes: "admin"));
        foreach (var model in new[] { FakeModels.Open, FakeModels.Pair })
            host.Dispatcher.OwnSilo.Add(new(model.Id, 0, 1, 0, null));
        using var client = host.Client();

        var metrics = await (await GetAsync(client, "/metrics", "k1")).Content.ReadAsStringAsync();

        Assert.Contains("model=\"pair\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("model=\"open\"", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("unload")]
    public async Task Changing_the_repository_needs_the_scope_admin_for_that_model(string operation)
    {
        await using var host = await StartAsync(KeysFile.Entry("user", scopes: "infer"), KeysFile.Entry("operator", models: "pair", scopes: "admin"));
        using var client = host.Client();

        await MetadataTests.AssertErrorAsync(
            await PostAsync(client, $"/v2/repository/models/pair/{operation}", "user"), 403, "API key 'user' lacks the scope 'admin'; it has 'infer'");
        await MetadataTests.AssertErrorAsync(
            await PostAsync(client, $"/v2/repository/models/open/{operation}", "operator"), 403, "API key 'operator' does not cover model 'open'; it covers pair");
        Assert.Empty(host.Control.Calls);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, $"/v2/repository/models/pair/{operation}", "operator")).StatusCode);
        Assert.Equal([$"{operation} pair"], host.Control.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/promote")]
    [InlineData("/rollback")]
    public async Task Changing_a_model_s_traffic_needs_the_scope_admin_and_reading_it_any_key_that_covers_it(string action)
    {
        await using var host = await StartAsync(KeysFile.Entry("user", scopes: "infer"), KeysFile.Entry("operator", models: "open", scopes: "admin"));
        using var client = host.Client();

        await MetadataTests.AssertErrorAsync(
            await PostAsync(client, $"/v2/models/pair/traffic{action}", "user"), 403, "API key 'user' lacks the scope 'admin'; it has 'infer'");
        await MetadataTests.AssertErrorAsync(
            await PostAsync(client, $"/v2/models/pair/traffic{action}", "operator"), 403, "API key 'operator' does not cover model 'pair'; it covers open");
        Assert.Empty(host.Traffic.Calls);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2/models/pair/traffic", "user")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(client, "/v2/models/pair/traffic", "operator")).StatusCode);
    }

    [Fact]
    public async Task Statistics_and_configurations_are_of_models_that_the_key_covers()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1", models: "pair"));
        host.Dispatcher.Statistics.AddRange([new(FakeModels.Pair.Id, new()), new(FakeModels.Text.Id, new())]);
        using var client = host.Client();

        var all = JsonNode.Parse(await (await GetAsync(client, "/v2/models/stats", "k1")).Content.ReadAsStringAsync())!["model_stats"]!.AsArray();
        Assert.Equal("pair", (string)Assert.Single(all)!["name"]!);
        foreach (var path in (string[])["/v2/models/text/stats", "/v2/models/text/config"])
            Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(client, path, "k1")).StatusCode);
    }

    [Fact]
    public async Task A_key_over_its_rate_is_told_when_to_come_back_and_no_other_key_suffers()
    {
        await using var host = await StartAsync(Limited("k1"), KeysFile.Entry("k2"));
        using var client = host.Client();
        Assert.Equal(HttpStatusCode.OK, (await InferAsync(client, "Bearer k1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await InferAsync(client, "Bearer k1")).StatusCode);

        var refused = await InferAsync(client, "Bearer k1");

        await MetadataTests.AssertErrorAsync(
            refused, 429, "API key 'k1' is over its rate of 0.4 requests a second (at most 2 at once); come back in 2500 ms");
        Assert.Equal(TimeSpan.FromSeconds(3), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await InferAsync(client, "Bearer k2")).StatusCode);
        host.Time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(HttpStatusCode.OK, (await InferAsync(client, "Bearer k1")).StatusCode);
    }

    [Fact]
    public async Task A_change_of_the_file_is_followed_and_leaves_the_rates_of_others_as_they_are()
    {
        // A rate that the time of two reloads does not matter to.
        const string Slow = ""","rate":{"requestsPerSecond":0.001,"burst":1}""";
        await using var host = await StartAsync(KeysFile.Entry("k1"), KeysFile.Entry("k2", rest: Slow), KeysFile.Entry("k3", rest: Slow));
        using var client = host.Client();
        foreach (var key in (string[])["k1", "k2", "k3"])
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2", key)).StatusCode);

        _keys.Write(KeysFile.Entry("k2", models: "pair", rest: Slow), KeysFile.Entry("k3", rest: Slow.Replace("1}", "2}", StringComparison.Ordinal)), KeysFile.Entry("k4"));
        host.LetFilesReload();

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/v2", "k1")).StatusCode); // withdrawn
        Assert.Equal(HttpStatusCode.TooManyRequests, (await GetAsync(client, "/v2", "k2")).StatusCode); // the same rate goes on
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2", "k3")).StatusCode); // a new rate begins anew
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2", "k4")).StatusCode);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_keeps_the_keys_and_is_told_once()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1"));
        using var client = host.Client();

        _keys.WriteText("{");
        host.LetFilesReload();
        host.LetFilesReload();

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2", "k1")).StatusCode);
        Assert.StartsWith("The API keys file changed, but can't be used; the one before stays: Access:KeysPath is", Assert.Single(host.Log.Errors).Message);
    }

    [Fact]
    public async Task A_key_that_expires_while_the_server_runs_ends()
    {
        await using var host = await StartAsync(KeysFile.Entry("k1", rest: ""","expires":"2026-01-01T01:00:00+01:00" """), KeysFile.Entry("k2", rest: ""","expires":"2026-01-01T00:00:01Z" """));
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/v2", "k1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/v2", "k2")).StatusCode);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/v2", "k2")).StatusCode);
    }

    private static string Limited(string key) => KeysFile.Entry(key, rest: ""","rate":{"requestsPerSecond":0.4,"burst":2}""");

    private Task<SecuredHost> StartAsync(params string[] entries)
    {
        _keys.Write(entries);
        return SecuredHost.StartAsync(("Access:KeysPath", _keys.Path));
    }

    private static Task<HttpResponseMessage> InferAsync(HttpClient client, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/open/infer") { Content = new StringContent(Json) };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client.SendAsync(request);
    }
}
