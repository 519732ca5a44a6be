using OrleansInference.Grpc;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>Readiness, metadata, and what is not built.</summary>
public sealed class ServiceMethodsTests : IAsyncLifetime
{
    private GrpcDoorHost _door = null!;

    public async Task InitializeAsync() => _door = await GrpcDoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task The_server_is_live_and_ready_once_no_model_is_loading()
    {
        _door.Dispatcher.Models.Add(FakeModels.Loading);
        Assert.True((await _door.CallAsync("ServerLive", new ServerLiveRequest())).Single<ServerLiveResponse>().Live);
        Assert.False((await _door.CallAsync("ServerReady", new ServerReadyRequest())).Single<ServerReadyResponse>().Ready);

        _door.Dispatcher.Models.Remove(FakeModels.Loading);

        Assert.True((await _door.CallAsync("ServerReady", new ServerReadyRequest())).Single<ServerReadyResponse>().Ready);
    }

    [Theory]
    [InlineData("pair", "", true)]
    [InlineData("pair", "2", true)]
    [InlineData("pair", "3", false)]
    [InlineData("pair", "x", false)]
    [InlineData("slow", "", false)]
    [InlineData("nope", "", false)]
    public async Task A_model_is_ready_or_not(string name, string version, bool ready)
    {
        _door.Dispatcher.Models.Add(FakeModels.Loading);

        var answer = await _door.CallAsync("ModelReady", new ModelReadyRequest { Name = name, Version = version });

        Assert.Equal(ready, answer.Single<ModelReadyResponse>().Ready);
    }

    [Fact]
    public async Task Server_metadata_is_the_HTTP_doors()
    {
        var metadata = (await _door.CallAsync("ServerMetadata", new ServerMetadataRequest())).Single<ServerMetadataResponse>();

        Assert.Equal((ServerIdentity.Name, ServerIdentity.Version), (metadata.Name, metadata.Version));
        Assert.Equal(ServerIdentity.Extensions, metadata.Extensions);
    }

    [Fact]
    public async Task Model_metadata_tells_the_signature()
    {
        _door.Dispatcher.Models.Add(FakeModels.Pair with { Id = new ModelVersion("pair", 1) });

        var metadata = (await _door.CallAsync("ModelMetadata", new ModelMetadataRequest { Name = "pair", Version = "2" })).Single<ModelMetadataResponse>();

        Assert.Equal(("pair", "pytorch_libtorch"), (metadata.Name, metadata.Platform));
        Assert.Equal(["1", "2"], metadata.Versions);
        Assert.Equal(["a", "b", "bias"], metadata.Inputs.Select(input => input.Name));
        Assert.Equal("FP32", metadata.Inputs[0].Datatype);
        Assert.Equal([-1L, 3L], metadata.Inputs[0].Shape);
        Assert.Equal(["sum", "count"], metadata.Outputs.Select(output => output.Name));
    }

    [Theory]
    [InlineData("nope", GrpcStatusCode.NotFound, "Request for unknown model: 'nope' is not in the repository")]
    [InlineData("slow", GrpcStatusCode.Unavailable, "model 'slow/1' is not loaded yet, and has no configuration that declares its inputs and outputs")]
    [InlineData("broken", GrpcStatusCode.Unavailable, "model 'broken/1' could not be loaded: model.pt is not a TorchScript archive")]
    public async Task Model_metadata_that_is_not_there_says_why(string name, object code, string message)
    {
        _door.Dispatcher.Models.AddRange([FakeModels.Loading, FakeModels.Broken]);

        var answer = await _door.CallAsync("ModelMetadata", new ModelMetadataRequest { Name = name });

        Assert.Equal(((GrpcStatusCode)code, message), answer.Status);
    }

    [Theory]
    [InlineData("SystemSharedMemoryStatus", "system shared memory is not supported; send tensors in the request")]
    [InlineData("CudaSharedMemoryRegister", "CUDA shared memory is not supported; send tensors in the request")]
    [InlineData("TraceSetting", "trace settings are not supported")]
    [InlineData("LogSettings", "log settings cannot be changed over gRPC; they are in the configuration section Logging")]
    [InlineData("Nonsense", "no such method: /inference.GRPCInferenceService/Nonsense")]
    public async Task What_is_not_built_says_what_there_is_instead(string method, string message)
    {
        Assert.Equal((GrpcStatusCode.Unimplemented, message), (await _door.CallAsync(method, new ServerLiveRequest())).Status);
    }
}
