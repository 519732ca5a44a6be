using Google.Protobuf;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Tls;
using OrleansInference.Grpc;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Health;

namespace OrleansInference.FrontDoors.Access;

public sealed class GrpcAccessTests : IDisposable
{
    private readonly KeysFile _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task A_key_opens_what_it_covers_over_TLS()
    {
        using var certificates = new TestCertificates();
        certificates.WithServer(certificates.Server());
        await using var host = await StartAsync(
            [KeysFile.Entry("k1", models: "open")],
            ("Tls:CertificatePath", certificates.CertificateFile), ("Tls:KeyPath", certificates.KeyFile), ("Tls:ClientCaPath", certificates.CaFile));
        using var client = host.GrpcClient(certificates.Ca, certificates.Client());
        using var stranger = host.GrpcClient(certificates.Ca);

        Assert.Equal(GrpcStatusCode.Ok, (await InferAsync(client, "Bearer k1")).Code);
        Assert.Equal(GrpcStatusCode.Unauthenticated, (await InferAsync(client, "Bearer k2")).Code);
        await Assert.ThrowsAsync<HttpRequestException>(() => InferAsync(stranger, "Bearer k1"));
    }

    [Theory]
    [InlineData(null, "this server asks for an API key: send the header 'Authorization: Bearer KEY'")]
    [InlineData("Bearer wrong", "the API key is not known to this server")]
    public async Task Without_a_good_key_the_status_comes_in_the_headers_and_says_what_to_send(string? authorization, string error)
    {
        await using var host = await StartAsync([KeysFile.Entry("k1")]);
        using var client = host.GrpcClient();

        var answer = await InferAsync(client, authorization);

        Assert.Equal((GrpcStatusCode.Unauthenticated, error), answer.Status);
        Assert.True(answer.IsTrailersOnly);
        Assert.Equal((200, "application/grpc"), ((int)answer.Http.StatusCode, answer.Http.Content.Headers.ContentType?.ToString()));
        Assert.Null(host.Dispatcher.LastRequest);
    }

    [Fact]
    public async Task A_request_carries_the_name_of_its_key_also_in_a_stream()
    {
        await using var host = await StartAsync([KeysFile.Entry("k1"), KeysFile.Entry("k2")]);
        using var client = host.GrpcClient();

        Assert.Equal(GrpcStatusCode.Ok, (await InferAsync(client, "Bearer k1")).Code);
        Assert.Equal("k1", host.Dispatcher.LastRequest!.Caller);
        var message = GrpcClient.Frame(InferRequests.Open(1, 2).ToByteArray());
        Assert.Equal(GrpcStatusCode.Ok, (await client.SendAsync(GrpcDoorHost.StreamInfer, message, ("authorization", "Bearer k2"))).Code);
        Assert.Equal("k2", host.Dispatcher.LastRequest!.Caller);
    }

    [Fact]
    public async Task Where_keys_are_not_asked_for_a_request_carries_no_name()
    {
        await using var host = await SecuredHost.StartAsync();
        using var client = host.GrpcClient();

        Assert.Equal(GrpcStatusCode.Ok, (await InferAsync(client, "Bearer k1")).Code);
        Assert.Equal("", host.Dispatcher.LastRequest!.Caller);
    }

    [Fact]
    public async Task Probes_need_no_key_and_everything_else_does()
    {
        await using var host = await StartAsync([KeysFile.Entry("k1")]);
        using var client = host.GrpcClient();

        Assert.Equal(GrpcStatusCode.Ok, (await client.UnaryAsync("/grpc.health.v1.Health/Check", new HealthCheckRequest())).Code);
        Assert.Equal(GrpcStatusCode.Ok, (await CallAsync(client, "ServerLive", new ServerLiveRequest())).Code);
        Assert.Equal(GrpcStatusCode.Ok, (await CallAsync(client, "ServerReady", new ServerReadyRequest())).Code);
        foreach (var (method, request) in new (string, IMessage)[]
                 {
                     ("ServerMetadata", new ServerMetadataRequest()), ("ModelReady", new ModelReadyRequest { Name = "open" }),
                     ("ModelMetadata", new ModelMetadataRequest { Name = "open" }), ("Nothing", new ServerLiveRequest()),
                     ("RepositoryIndex", new RepositoryIndexRequest()), ("RepositoryModelUnload", new RepositoryModelUnloadRequest { ModelName = "open" }),
                 })
            Assert.Equal((method, GrpcStatusCode.Unauthenticated), (method, (await CallAsync(client, method, request)).Code));
    }

    [Fact]
    public async Task A_model_or_an_operation_out_of_scope_is_refused()
    {
        await using var host = await StartAsync([KeysFile.Entry("k1", models: "pair"), KeysFile.Entry("k2", scopes: "admin")]);
        using var client = host.GrpcClient();

        Assert.Equal(
            (GrpcStatusCode.PermissionDenied, "API key 'k1' does not cover model 'open'; it covers pair"), (await InferAsync(client, "Bearer k1")).Status);
        Assert.Equal((GrpcStatusCode.PermissionDenied, "API key 'k2' lacks the scope 'infer'; it has 'admin'"), (await InferAsync(client, "Bearer k2")).Status);
        Assert.Equal(
            GrpcStatusCode.PermissionDenied,
            (await CallAsync(client, "ModelMetadata", new ModelMetadataRequest { Name = "open" }, ("authorization", "Bearer k1"))).Code);
        Assert.Null(host.Dispatcher.LastRequest);
    }

    [Fact]
    public async Task A_key_over_its_rate_is_told_when_to_come_back()
    {
        await using var host = await StartAsync([KeysFile.Entry("k1", rest: ""","rate":{"requestsPerSecond":0.4,"burst":1}""")]);
        using var client = host.GrpcClient();
        Assert.Equal(GrpcStatusCode.Ok, (await InferAsync(client, "Bearer k1")).Code);

        var refused = await InferAsync(client, "Bearer k1");

        Assert.Equal(
            (GrpcStatusCode.ResourceExhausted, "API key 'k1' is over its rate of 0.4 requests a second (at most 1 at once); come back in 2500 ms"), refused.Status);
        Assert.Equal(("2500", "3"), (refused.Trailer("grpc-retry-pushback-ms"), refused.Trailer("retry-after")));
        host.Time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(GrpcStatusCode.Ok, (await InferAsync(client, "Bearer k1")).Code);
    }

    [Fact]
    public async Task Each_message_of_a_stream_counts_and_the_stream_goes_on()
    {
        await using var host = await StartAsync([KeysFile.Entry("k1", rest: ""","rate":{"requestsPerSecond":0.001,"burst":2}""")]);
        using var client = host.GrpcClient();
        var requests = Enumerable.Repeat(GrpcClient.Frame(InferRequests.Open(1, 2).ToByteArray()), 3).SelectMany(frame => frame).ToArray();

        var answer = await client.SendAsync(GrpcDoorHost.StreamInfer, requests, ("authorization", "Bearer k1"));

        Assert.Equal(GrpcStatusCode.Ok, answer.Code);
        var errors = answer.Frames.Select(frame => ModelStreamInferResponse.Parser.ParseFrom(frame.Bytes).ErrorMessage).ToArray();
        Assert.Equal(["", ""], errors[..2]);
        Assert.StartsWith("API key 'k1' is over its rate", Assert.Single(errors[2..]));
    }

    private Task<SecuredHost> StartAsync(string[] entries, params (string, string)[] settings)
    {
        _keys.Write(entries);
        return SecuredHost.StartAsync([("Access:KeysPath", _keys.Path), .. settings]);
    }

    private static Task<GrpcAnswer> InferAsync(GrpcClient client, string? authorization) =>
        client.UnaryAsync(GrpcDoorHost.Infer, InferRequests.Open(1, 2), authorization is null ? [] : [("authorization", authorization)]);

    private static Task<GrpcAnswer> CallAsync(GrpcClient client, string method, IMessage request, params (string, string)[] headers) =>
        client.UnaryAsync(GrpcDoorHost.Service + method, request, headers);
}
