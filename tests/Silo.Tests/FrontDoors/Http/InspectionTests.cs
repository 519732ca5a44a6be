using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

public sealed class InspectionTests : IAsyncLifetime
{
    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("/v2/models/pair/config")]
    [InlineData("/v2/models/pair/versions/2/config")]
    public async Task A_configuration_is_what_is_in_effect(string path)
    {
        _door.Dispatcher.Models[1] = FakeModels.Pair with
        {
            Spec = new ModelSpec
            {
                Id = FakeModels.Pair.Id,
                Backend = "pytorch",
                ProgramPath = "/models/pair/2/net/model.pt",
                Batching = new BatchingSpec(8, TimeSpan.FromMicroseconds(150), 0)
                {
                    PreferredBatchSizes = [2, 4],
                    PriorityLevels = 3,
                    DefaultPriority = 2,
                    DefaultPolicy = new QueuePolicy { MaxQueueSize = 20, DefaultTimeout = TimeSpan.FromMilliseconds(5), AllowTimeoutOverride = true },
                    LevelPolicies = ImmutableDictionary<int, QueuePolicy>.Empty.Add(3, new QueuePolicy { TimeoutAction = TimeoutAction.Delay }),
                },
                Replicas = [new DeviceSlot("cuda:1", 1), new DeviceSlot("cuda:1", 1), new DeviceSlot("cpu", 1)],
                Parameters = ImmutableDictionary<string, string>.Empty.Add("INTRA_OP_THREAD_COUNT", "2"),
                Description = new ModelDescription
                {
                    Versions = VersionPolicy.Specific([2]),
                    LabelFiles = ImmutableDictionary<string, string>.Empty.Add("sum", "labels.txt"),
                    WarmUp = [new WarmUpSample("first", 4, 2, [new WarmUpInput("a", TensorDataType.Fp32, [3], WarmUpSource.File, "a.bin")])],
                    PreserveOrdering = true,
                },
            },
        };

        Assert.Equal(
            """
            {"name":"pair","platform":"pytorch_libtorch","version_policy":{"specific":{"versions":[2]}},"max_batch_size":8,
            "input":[{"name":"a","data_type":"TYPE_FP32","format":"FORMAT_NONE","dims":[3],"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false},
            {"name":"b","data_type":"TYPE_INT32","format":"FORMAT_NONE","dims":[2],"is_shape_tensor":false,"allow_ragged_batch":false,"optional":false},
            {"name":"bias","data_type":"TYPE_FP32","format":"FORMAT_NONE","dims":[1],"is_shape_tensor":false,"allow_ragged_batch":false,"optional":true}],
            "output":[{"name":"sum","data_type":"TYPE_FP32","dims":[3],"label_filename":"labels.txt","is_shape_tensor":false},
            {"name":"count","data_type":"TYPE_INT32","dims":[2],"label_filename":"","is_shape_tensor":false}],
            "instance_group":[{"name":"pair","count":2,"gpus":[1],"kind":"KIND_GPU"},{"name":"pair","count":1,"gpus":[],"kind":"KIND_CPU"}],
            "default_model_filename":"net/model.pt",
            "dynamic_batching":{"preferred_batch_size":[2,4],"max_queue_delay_microseconds":150,"preserve_ordering":true,"priority_levels":3,"default_priority_level":2,
            "default_queue_policy":{"timeout_action":"REJECT","default_timeout_microseconds":5000,"allow_timeout_override":true,"max_queue_size":20},
            "priority_queue_policy":{"3":{"timeout_action":"DELAY","default_timeout_microseconds":0,"allow_timeout_override":false,"max_queue_size":0}}},
            "parameters":{"INTRA_OP_THREAD_COUNT":{"string_value":"2"}},
            "model_warmup":[{"name":"first","batch_size":4,"inputs":{"a":{"data_type":"TYPE_FP32","dims":[3],"input_data_file":"a.bin"}},"count":2}],
            "backend":"pytorch","model_transaction_policy":{"decoupled":false}}
            """.ReplaceLineEndings(""),
            await _door.Client.GetStringAsync(path));
    }

    [Theory]
    [InlineData("nope/config", 404, "Request for unknown model: 'nope' is not in the repository")]
    [InlineData("nope/stats", 404, "Request for unknown model: 'nope' is not in the repository")]
    [InlineData("pair/versions/7/stats", 404, "Request for unknown model: 'pair' version 7 is not in the repository")]
    [InlineData("idle/config", 503, "model 'idle/1' is not loaded (unloaded); load it first: POST /v2/repository/models/idle/load")]
    [InlineData("idle/stats", 503, "model 'idle/1' is not loaded (unloaded); load it first: POST /v2/repository/models/idle/load")]
    [InlineData("broken/config", 503, "model 'broken/1' could not be loaded: model.pt is not a TorchScript archive")]
    public async Task A_model_that_is_not_there_says_why(string path, int status, string error)
    {
        _door.Dispatcher.Models.AddRange([FakeModels.Unloaded, FakeModels.Broken]);

        await MetadataTests.AssertErrorAsync(await _door.Client.GetAsync($"/v2/models/{path}"), status, error);
    }

    [Theory]
    [InlineData("/v2/models/stats", "pair", "1", "pair", "2", "text", "1")]
    [InlineData("/v2/models/pair/stats", "pair", "1", "pair", "2")]
    [InlineData("/v2/models/pair/versions/2/stats", "pair", "2")]
    public async Task Statistics_are_of_what_the_path_names(string path, params string[] expected)
    {
        _door.Dispatcher.Models.Insert(0, FakeModels.Pair with { Id = new("pair", 1) });
        foreach (var id in new[] { "pair/1", "pair/2", "text/1" })
            _door.Dispatcher.Statistics.Add(new ModelStatistics(ModelVersion.Parse(id), new PoolStatistics()));

        using var answer = System.Text.Json.JsonDocument.Parse(await _door.Client.GetStringAsync(path));

        Assert.Equal(expected, answer.RootElement.GetProperty("model_stats").EnumerateArray()
            .SelectMany(model => new[] { model.GetProperty("name").GetString(), model.GetProperty("version").GetString() }));
    }

    [Fact]
    public async Task Statistics_are_written_as_Triton_writes_them()
    {
        _door.Dispatcher.Statistics.Add(new ModelStatistics(FakeModels.Single.Id, new PoolStatistics
        {
            Success = new(3, TimeSpan.FromMilliseconds(6)),
            Fail = new(1, TimeSpan.FromMilliseconds(1)),
            Queue = new(3, TimeSpan.FromTicks(20)),
            Input = new(3, TimeSpan.FromTicks(1)),
            Infer = new(3, TimeSpan.FromTicks(50)),
            Output = new(3, TimeSpan.FromTicks(4)),
            Items = 5,
            Passes = 2,
            LastRequest = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
            BatchSizes = [new BatchStatistics { Items = 4, Input = new(2, TimeSpan.FromTicks(1)), Infer = new(2, TimeSpan.FromTicks(2)), Output = new(2, TimeSpan.FromTicks(3)) }],
        }));

        Assert.Equal(
            """
            {"model_stats":[{"name":"single","version":"1","last_inference":1700000000123,"inference_count":5,"execution_count":2,
            "inference_stats":{"success":{"count":3,"ns":6000000},"fail":{"count":1,"ns":1000000},"queue":{"count":3,"ns":2000},
            "compute_input":{"count":3,"ns":100},"compute_infer":{"count":3,"ns":5000},"compute_output":{"count":3,"ns":400},
            "cache_hit":{"count":0,"ns":0},"cache_miss":{"count":0,"ns":0}},
            "batch_stats":[{"batch_size":4,"compute_input":{"count":2,"ns":100},"compute_infer":{"count":2,"ns":200},"compute_output":{"count":2,"ns":300}}],
            "memory_usage":[],"response_stats":{}}]}
            """.ReplaceLineEndings(""),
            await _door.Client.GetStringAsync("/v2/models/single/stats"));
    }
}
