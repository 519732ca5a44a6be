using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Repository.TextFormat;
using OrleansInference.Tests.Repository;

namespace OrleansInference.Repository.Config;

public sealed class ConfigJsonTests : IDisposable
{
    private readonly TemporaryRepository _repository = new TemporaryRepository().With("m/1/model.pt").With("m/config.pbtxt", "max_batch_size: 2 input { }");

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("""
        {"max_batch_size": 4, "input": [{"name": "x", "data_type": "TYPE_FP32", "dims": [-1, 3]}], "output": [{"name": "y", "data_type": "TYPE_INT64", "dims": [1]}],
         "instance_group": [{"count": 2, "kind": "KIND_CPU"}], "dynamic_batching": {"max_queue_delay_microseconds": 100}, "parameters": {"a": {"string_value": "7"}}}
        """)]
    [InlineData("""
        {"maxBatchSize": 4, "input": [{"name": "x", "dataType": "TYPE_FP32", "dims": ["-1", "3"]}], "output": [{"name": "y", "dataType": 9, "dims": ["1"]}],
         "instanceGroup": [{"count": 2, "kind": 2}], "dynamicBatching": {"maxQueueDelayMicroseconds": "100"}, "parameters": {"a": {"stringValue": "7"}}, "backend": null}
        """)]
    public async Task A_given_configuration_is_used_instead_of_the_file(string json)
    {
        var spec = (await Given(json)).Spec!;

        Assert.Equal(4, spec.DeclaredSignature!.MaxBatchSize);
        Assert.Equal([-1, -1, 3], spec.DeclaredSignature.Inputs[0].Shape.ToArray());
        Assert.Equal((TensorDataType.Fp32, TensorDataType.Int64), (spec.DeclaredSignature.Inputs[0].DataType, spec.DeclaredSignature.Outputs[0].DataType));
        Assert.Equal(2, spec.Replicas.Length);
        Assert.Equal(TimeSpan.FromMicroseconds(100), spec.Batching.MaxQueueDelay);
        Assert.Equal("7", spec.Parameters["a"]);
    }

    [Theory]
    [InlineData("""{"1": {"max_queue_size": 5}, "2": {}}""")]
    [InlineData("""[{"key": 1, "value": {"maxQueueSize": 5}}, {"key": "2", "value": {}}]""")]
    public async Task Keys_that_are_numbers_are_texts_in_JSON(string policies)
    {
        var spec = (await Given($$$"""
            {"max_batch_size": 4, "input": [{"name": "x", "data_type": "TYPE_FP32", "dims": [1]}],
             "dynamic_batching": {"priority_levels": "2", "default_priority_level": 1, "priority_queue_policy": {{{policies}}}}}
            """)).Spec!;

        Assert.Equal([(1, 5), (2, 0)], spec.Batching.LevelPolicies.OrderBy(policy => policy.Key).Select(policy => (policy.Key, policy.Value.MaxQueueSize)));
    }

    [Theory]
    [InlineData("[]", "the given config is not the JSON of a ModelConfig: 1:1 expected an object in braces")]
    [InlineData("{\n 1}", "the given config is not the JSON of a ModelConfig: 2:2 this is not JSON")]
    [InlineData("{} {}", "the given config is not the JSON of a ModelConfig: 1:4 this is not JSON")]
    [InlineData("", "the given config is not the JSON of a ModelConfig: 1:1 this is not JSON")]
    [InlineData("""{"max_batch_size": "many"}""", "the given config is wrong: 1:20 max_batch_size is \"many\"; allowed: an integer from 0 to 2147483647")]
    [InlineData("""{"sequence_batching": {}}""", "the given config is wrong: 1:2 sequence_batching is not supported: requests are independent of each other here")]
    public async Task What_is_wrong_with_it_is_told_with_its_place(string json, string reason) => Assert.Equal(reason, (await Given(json)).Reason);

    [Fact]
    public async Task Another_configuration_is_another_state_and_so_is_the_file_again()
    {
        var states = new[] { (await Given("{}")).Files, (await Given("""{"name":"m"}""")).Files, Assert.Single(_repository.Scan()).Files };

        Assert.Equal(3, states.Distinct().Count());
        Assert.Equal(states[0], (await Given("{}")).Files);
    }

    private async Task<Control.ScannedVersion> Given(string json) => Assert.Single((await _repository.Open().ScanAsync("m", json))!.Versions);
}
