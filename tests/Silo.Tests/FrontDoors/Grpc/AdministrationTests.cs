using Google.Protobuf;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Replicas;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>The repository, configurations and statistics.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private GrpcDoorHost _door = null!;

    public async Task InitializeAsync() => _door = await GrpcDoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task Load_and_unload_reach_the_control()
    {
        var load = new RepositoryModelLoadRequest { ModelName = "m", Parameters = { ["config"] = new ModelRepositoryParameter { StringParam = "{}" } } };
        var unload = new RepositoryModelUnloadRequest { ModelName = "m", Parameters = { ["unload_dependents"] = new ModelRepositoryParameter { BoolParam = true } } };
        (await _door.CallAsync("RepositoryModelLoad", load)).Single<RepositoryModelLoadResponse>();
        (await _door.CallAsync("RepositoryModelUnload", unload)).Single<RepositoryModelUnloadResponse>();
        Assert.Equal(["load m {}", "unload m and dependents"], _door.Control.Calls);

        _door.Control.Fault = InferenceFault.Of(FaultKind.LoadFailed, "that is why");
        Assert.Equal((GrpcStatusCode.InvalidArgument, "that is why"), (await _door.CallAsync("RepositoryModelLoad", load)).Status);
        Assert.Equal((GrpcStatusCode.InvalidArgument, "that is why"), (await _door.CallAsync("RepositoryModelUnload", unload)).Status);
    }

    [Fact]
    public async Task A_deadline_ends_a_load_that_takes_longer()
    {
        _door.Control.IsStuck = true;
        var load = new RepositoryModelLoadRequest { ModelName = "m" };
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, (await _door.CallAsync("RepositoryModelLoad", load, (GrpcHeaders.Timeout, "30m"))).Code);
    }

    [Fact]
    public async Task What_can_not_be_followed_is_refused_by_its_name()
    {
        var file = new RepositoryModelLoadRequest { ModelName = "m", Parameters = { ["file:1/model.pt"] = new ModelRepositoryParameter { BytesParam = ByteString.CopyFromUtf8("x") } } };
        Assert.StartsWith("load parameter 'file:1/model.pt' is not supported", (await _door.CallAsync("RepositoryModelLoad", file)).Status.Message);
        foreach (var (method, request) in new (string, IMessage)[]
        {
            ("RepositoryModelLoad", new RepositoryModelLoadRequest { RepositoryName = "r" }),
            ("RepositoryModelUnload", new RepositoryModelUnloadRequest { RepositoryName = "r" }),
            ("RepositoryIndex", new RepositoryIndexRequest { RepositoryName = "r" }),
        })
            Assert.Equal(
                (GrpcStatusCode.InvalidArgument, "repository_name: expected nothing, because there is one repository, got 'r'"), (await _door.CallAsync(method, request)).Status);
        Assert.Empty(_door.Control.Calls);
    }

    [Fact]
    public async Task The_index_lists_states_and_reasons()
    {
        _door.Dispatcher.Models.Clear();
        _door.Dispatcher.Models.AddRange([FakeModels.Pair, FakeModels.Unloaded]);

        var all = (await _door.CallAsync("RepositoryIndex", new RepositoryIndexRequest())).Single<RepositoryIndexResponse>();
        var ready = (await _door.CallAsync("RepositoryIndex", new RepositoryIndexRequest { Ready = true })).Single<RepositoryIndexResponse>();

        Assert.Equal(["idle 1 UNAVAILABLE unloaded", "pair 2 READY "], all.Models.Select(model => $"{model.Name} {model.Version} {model.State} {model.Reason}"));
        Assert.Equal("pair", Assert.Single(ready.Models).Name);
    }

    [Fact]
    public async Task Configurations_and_statistics_are_those_of_the_HTTP_door()
    {
        _door.Dispatcher.Models.AddRange([FakeModels.Unloaded]);
        _door.Dispatcher.Models[1] = FakeModels.Pair with
        {
            Spec = new ModelSpec { Id = FakeModels.Pair.Id, Backend = "pytorch", ProgramPath = "", Batching = new BatchingSpec(8, TimeSpan.Zero, 0), Replicas = [new DeviceSlot("cpu", 1)] },
        };
        _door.Dispatcher.Statistics.Add(new Routing.ModelStatistics(FakeModels.Pair.Id, new PoolStatistics { Items = 7 }));

        var config = (await _door.CallAsync("ModelConfig", new ModelConfigRequest { Name = "pair" })).Single<ModelConfigResponse>().Config;
        var statistics = (await _door.CallAsync("ModelStatistics", new ModelStatisticsRequest { Name = "pair", Version = "2" })).Single<ModelStatisticsResponse>();

        Assert.Equal(("pair", 8, "a", DataType.TypeFp32), (config.Name, config.MaxBatchSize, config.Input[0].Name, config.Input[0].DataType));
        Assert.Equal(7UL, Assert.Single(statistics.ModelStats).InferenceCount);
        Assert.Single((await _door.CallAsync("ModelStatistics", new ModelStatisticsRequest())).Single<ModelStatisticsResponse>().ModelStats);
        foreach (var (method, request) in new (string, IMessage)[] { ("ModelConfig", new ModelConfigRequest { Name = "idle" }), ("ModelStatistics", new ModelStatisticsRequest { Name = "idle" }) })
            Assert.Equal(
                (GrpcStatusCode.Unavailable, "model 'idle/1' is not loaded (unloaded); load it first: POST /v2/repository/models/idle/load"), (await _door.CallAsync(method, request)).Status);
    }
}
