using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Grpc;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>Two doors in one server.</summary>
public sealed class DoorsTests
{
    [Theory]
    [InlineData("/v2")]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/models/open/infer")]
    [InlineData("/nothing")]
    public async Task HTTP_routes_do_not_answer_at_the_gRPC_door(string path)
    {
        await using var door = await GrpcDoorHost.StartAsync();

        var call = await door.Client.UnaryAsync(path, new ServerLiveRequest());
        var other = await door.Client.UnaryAsync(path, new ServerLiveRequest(), ("content-type", "application/json"));

        Assert.Equal((GrpcStatusCode.Unimplemented, $"no such method: {path}"), call.Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, other.Http.StatusCode);
    }

    [Fact]
    public async Task Methods_do_not_answer_at_the_HTTP_door()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        using var http = new HttpClient { BaseAddress = door.AddressOf("HTTP") };

        var content = new ByteArrayContent(GrpcClient.Frame([]));
        content.Headers.TryAddWithoutValidation("content-type", GrpcContentType.Grpc);

        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync(GrpcDoorHost.Service + "ServerLive", content)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v2/health/live")).StatusCode);
    }

    [Fact]
    public async Task A_client_that_speaks_HTTP_1_to_the_gRPC_door_is_told()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        var address = door.AddressOf("gRPC");
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        using var reader = new StreamReader(socket.GetStream());

        Assert.Contains("HTTP/2", await reader.ReadToEndAsync().WaitAsync(GrpcClient.Bound));
    }

    [Fact]
    public async Task Every_value_out_of_bounds_is_named_at_start()
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => GrpcDoorHost.StartAsync(
            ("Grpc:Address", "nowhere"), ("Grpc:MaxReceiveMessageBytes", "7"), ("Grpc:MaxStreamsPerConnection", "0"), ("Grpc:KeepAlivePingDelay", "00:00:00")));

        Assert.Equal(4, e.Failures.Count());
        Assert.Contains(e.Failures, f => f.Contains("Address must be an IP address, 'localhost' or '*'.", StringComparison.Ordinal));
        Assert.Contains(e.Failures, f => f.Contains("MaxReceiveMessageBytes must be between 1024 and 536870912.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_are_asked_for_but_by_the_probes_and_refusals_are_gRPCs()
    {
        using var keys = new KeysFile(KeysFile.Entry("k1", models: "pair"));
        await using var door = await GrpcDoorHost.StartAsync(("Access:KeysPath", keys.Path));
        var authorization = ("authorization", "Bearer k1");

        Assert.Equal(GrpcStatusCode.Unauthenticated, (await door.InferAsync(InferRequests.Open(1))).Code);
        Assert.Equal(GrpcStatusCode.PermissionDenied, (await door.InferAsync(InferRequests.Open(1), authorization)).Code);
        Assert.Equal(GrpcStatusCode.PermissionDenied, (await door.CallAsync("ModelReady", new ModelReadyRequest { Name = "open" }, authorization)).Code);
        Assert.True((await door.CallAsync("ServerReady", new ServerReadyRequest())).Single<ServerReadyResponse>().Ready);
        Assert.True((await door.CallAsync("ModelReady", new ModelReadyRequest { Name = "pair" }, authorization)).Single<ModelReadyResponse>().Ready);
        Assert.Equal(
            GrpcStatusCode.Ok, (await door.Client.UnaryAsync("/grpc.health.v1.Health/Check", new Protocol.Health.HealthCheckRequest())).Code);
    }
}
