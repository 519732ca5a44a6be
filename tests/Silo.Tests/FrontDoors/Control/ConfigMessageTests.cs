using System.Text;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Tests.Repository;

namespace OrleansInference.FrontDoors;

public sealed class ConfigMessageTests : IDisposable
{
    private const string Full = """
        version_policy { latest { num_versions: 3 } }
        max_batch_size: 8
        input [ { name: 'ids' data_type: TYPE_INT64 dims: -1 } ]
        output [ { name: 'y' data_type: TYPE_BF16 dims: 2 label_filename: 'labels.txt' }, { name: 'z' data_type: TYPE_STRING dims: -1 } ]
        instance_group [ { count: 2 kind: KIND_CPU } ]
        dynamic_batching {
          preferred_batch_size: [ 4, 6 ] max_queue_delay_microseconds: 100 preserve_ordering: true
          priority_levels: 3 default_priority_level: 2
          default_queue_policy { timeout_action: DELAY default_timeout_microseconds: 5000 allow_timeout_override: true max_queue_size: 9 }
          priority_queue_policy [ { key: 1 value { max_queue_size: 1 } }, { key: 3 value { default_timeout_microseconds: 7 } } ]
        }
        parameters [ { key: 'PADDING' value { string_value: 'ids[0]=0' } }, { key: 'MAX_BATCH_BYTES' value { string_value: '1000' } } ]
        model_warmup [
          { name: 'zeros' batch_size: 2 count: 3 inputs { key: 'ids' value { data_type: TYPE_INT64 dims: 5 zero_data: true } } },
          { name: 'file' batch_size: 1 inputs { key: 'ids' value { data_type: TYPE_INT64 dims: 1 input_data_file: 'ids' } } },
          { name: 'skipped' inputs { key: 'ids' value { data_type: TYPE_INT64 dims: 4 random_data: true } } }
        ]
        """;

    private readonly TemporaryRepository _repository = new TemporaryRepository().With("m/labels.txt", "a\nb\n").WithBytes("m/warmup/ids", new byte[8]);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void All_that_the_file_says_is_in_the_answer()
    {
        var config = Of(_repository.Spec(Full));

        Assert.Equal(3u, config.VersionPolicy.Latest.NumVersions);
        Assert.Equal(["labels.txt", ""], config.Output.Select(output => output.LabelFilename));
        Assert.Equal(["ids[0]=0", "1000"], new[] { "PADDING", "MAX_BATCH_BYTES" }.Select(key => config.Parameters[key].StringValue));
        var batching = config.DynamicBatching;
        Assert.Equal([4, 6], batching.PreferredBatchSize);
        Assert.Equal((100ul, true, 3ul, 2ul), (batching.MaxQueueDelayMicroseconds, batching.PreserveOrdering, batching.PriorityLevels, batching.DefaultPriorityLevel));
        Assert.Equal(
            new ModelQueuePolicy { TimeoutAction = ModelQueuePolicy.Types.TimeoutAction.Delay, DefaultTimeoutMicroseconds = 5000, AllowTimeoutOverride = true, MaxQueueSize = 9 },
            batching.DefaultQueuePolicy);
        Assert.Equal([1ul, 3ul], batching.PriorityQueuePolicy.Keys.Order());
        Assert.Equal(new ModelQueuePolicy { DefaultTimeoutMicroseconds = 7 }, batching.PriorityQueuePolicy[3]);
        Assert.Equal([("zeros", 2u, 3u), ("file", 1u, 1u), ("skipped", 0u, 1u)], config.ModelWarmup.Select(sample => (sample.Name, sample.BatchSize, sample.Count)));
        var inputs = config.ModelWarmup.Select(sample => sample.Inputs["ids"]).ToArray();
        Assert.Equal((DataType.TypeInt64, 5, true), (inputs[0].DataType, Assert.Single(inputs[0].Dims), inputs[0].ZeroData));
        Assert.Equal(("ids", true), (inputs[1].InputDataFile, inputs[2].RandomData));
    }

    [Theory]
    [InlineData(Full)]
    [InlineData("")]
    [InlineData("version_policy { all { } }")]
    [InlineData("version_policy { specific { versions: 1 } }")]
    [InlineData("max_batch_size: 2 input { name: 'x' data_type: TYPE_FP32 dims: 1 } dynamic_batching { default_queue_policy { max_queue_size: 3 } }")]
    public async Task A_model_that_is_loaded_with_the_answer_has_the_same_answer(string config)
    {
        var answer = Of(_repository.Spec(config));

        var given = Assert.Single((await _repository.Open().ScanAsync("m", Json(answer)))!.Versions);

        Assert.Null(given.Reason);
        Assert.Equal(answer, Of(given.Spec!));
    }

    [Fact]
    public void Where_nothing_is_said_the_defaults_are_Tritons()
    {
        var config = Of(_repository.Spec("max_batch_size: 16 input { name: 'x' data_type: TYPE_FP32 dims: 1 }"));

        Assert.Equal(1u, config.VersionPolicy.Latest.NumVersions);
        Assert.Equal(new ModelDynamicBatching { PreferredBatchSize = { 16 }, DefaultQueuePolicy = new ModelQueuePolicy() }, config.DynamicBatching);
        Assert.Empty(config.ModelWarmup);
    }

    /// <summary>As the HTTP door writes it.</summary>
    private static string Json(ModelConfig config)
    {
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream)) ProtoJson.Write(json, config);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ModelConfig Of(ModelSpec spec) =>
        ConfigMessage.Of(spec, spec.DeclaredSignature ?? new ModelSignature { Inputs = [], Outputs = [], Platform = "pytorch_libtorch" });
}
