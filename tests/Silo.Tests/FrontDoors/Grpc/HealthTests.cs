using OrleansInference.Grpc;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Health;
using ServingStatus = OrleansInference.Protocol.Health.HealthCheckResponse.Types.ServingStatus;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>grpc.health.v1.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string Watch = "/grpc.health.v1.Health/Watch";

    private GrpcDoorHost _door = null!;

    public async Task InitializeAsync() => _door = await GrpcDoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("inference.GRPCInferenceService")]
    public async Task Serving_once_no_model_is_loading(string service)
    {
        var request = new HealthCheckRequest { Service = service };
        _door.Dispatcher.Models.Add(FakeModels.Loading);
        Assert.Equal(ServingStatus.NotServing, (await _door.Client.UnaryAsync(Check, request)).Single<HealthCheckResponse>().Status);

        _door.Dispatcher.Models.Remove(FakeModels.Loading);

        Assert.Equal(ServingStatus.Serving, (await _door.Client.UnaryAsync(Check, request)).Single<HealthCheckResponse>().Status);
    }

    [Fact]
    public async Task A_service_that_is_not_known_is_NOT_FOUND_to_a_check_and_unknown_to_a_watch()
    {
        var request = new HealthCheckRequest { Service = "fax.Fax" };
        Assert.Equal((GrpcStatusCode.NotFound, "unknown service 'fax.Fax'"), (await _door.Client.UnaryAsync(Check, request)).Status);

        await using var watch = _door.Client.Open(Watch);
        watch.Send(request);
        watch.Complete();
        Assert.Equal(ServingStatus.ServiceUnknown, (await watch.ReadAsync<HealthCheckResponse>())!.Status);
    }

    [Fact]
    public async Task A_watch_tells_of_changes_and_of_the_end_and_does_not_hold_it_up()
    {
        _door.Dispatcher.Models.Add(FakeModels.Loading);
        await using var watch = _door.Client.Open(Watch);
        watch.Send(new HealthCheckRequest());
        watch.Complete();
        Assert.Equal(ServingStatus.NotServing, (await watch.ReadAsync<HealthCheckResponse>())!.Status);
        _door.Dispatcher.Models.Remove(FakeModels.Loading);
        Assert.Equal(ServingStatus.Serving, (await watch.ReadAsync<HealthCheckResponse>())!.Status);

        await _door.StopAsync().WaitAsync(GrpcClient.Bound / 2);
        Assert.Equal(ServingStatus.NotServing, (await watch.ReadAsync<HealthCheckResponse>())!.Status);
        Assert.Equal((GrpcStatusCode.Unavailable, "the server is stopping"), (await watch.EndAsync()).Status);
        Assert.Empty(_door.Log.Errors);
    }
}
