using OrleansInference.Models;
using OrleansInference.Repository;

namespace OrleansInference.Tests.Repository.Config;

public sealed class SchedulingConfigTests : IDisposable
{
    private const string Batches = "max_batch_size: 8 input { name: 'x' data_type: TYPE_FP32 dims: 4 }\n";

    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void What_is_not_used_is_named_with_its_place()
    {
        var entry = _repository.Configured(Batches + "optimization { cuda { graphs: true } }\nresponse_cache { enable: true }");

        Assert.NotNull(entry.Spec);
        Assert.Equal(
            ["config.pbtxt:2:1 optimization is not used yet", "config.pbtxt:3:1 response_cache is not used yet"], entry.Warnings.ToArray());
    }

    [Fact]
    public void What_is_unknown_is_named_once_with_its_place()
    {
        var entry = _repository.Configured("max_batchsize: 8\nmax_batchsize: 9\ninstance_group { kinds: KIND_CPU }\n");

        Assert.NotNull(entry.Spec);
        Assert.Equal(["config.pbtxt:1:1 max_batchsize is unknown and ignored", "config.pbtxt:3:18 instance_group[0].kinds is unknown and ignored"], entry.Warnings.ToArray());
    }

    [Theory]
    [InlineData("sequence_batching { }", "sequence_batching is not supported")]
    [InlineData("ensemble_scheduling { step [] }", "ensemble_scheduling is for models whose platform is \"ensemble\"")]
    [InlineData("batch_input { }", "batch_input is not supported")]
    [InlineData("model_transaction_policy { decoupled: true }", "model_transaction_policy.decoupled is not supported")]
    public void A_schedule_that_can_not_be_kept_is_refused(string config, string expected) =>
        Assert.Contains(expected, _repository.Reason(Batches + config), StringComparison.Ordinal);

    [Fact]
    public void A_policy_that_asks_for_what_is_the_default_is_accepted() =>
        Assert.NotNull(_repository.Spec("model_transaction_policy { decoupled: false }"));

    [Theory]
    [InlineData("instance_group { kind: KIND_CPU }", 0, "cpu")]
    [InlineData("instance_group [ { kind: KIND_CPU count: 3 } ]", 2, "cpu cpu cpu")]
    [InlineData("instance_group { count: 2 }", 0, "cpu cpu")]
    [InlineData("instance_group { count: 2 }", 1, "cuda:0 cuda:0")]
    [InlineData("instance_group { kind: KIND_AUTO gpus: [ 0, 5 ] }", 2, "cpu")]
    [InlineData("instance_group { kind: KIND_AUTO gpus: [ 1 ] }", 2, "cuda:1")]
    [InlineData("instance_group { kind: KIND_GPU }", 2, "cuda:0 cuda:1")]
    [InlineData("instance_group { kind: KIND_GPU count: 2 gpus: [ 2, 0 ] }", 3, "cuda:2 cuda:2 cuda:0 cuda:0")]
    [InlineData("instance_group [ { kind: KIND_GPU gpus: 0 }, { name: 'c' kind: KIND_CPU count: 0 } ]", 1, "cuda:0 cpu")]
    [InlineData("instance_group []", 0, "cpu")]
    public void Instance_groups_become_device_slots(string config, int gpus, string expected) =>
        Assert.Equal(expected, string.Join(' ', _repository.Spec(config, new RepositoryOptions { Gpus = gpus }).Replicas.Select(slot => slot.Device)));

    [Theory]
    [InlineData("instance_group { kind: KIND_GPU count: 2 }", "cuda:0 cuda:0")]
    [InlineData("instance_group { kind: KIND_GPU gpus: [ 3 ] }", "cuda:3")]
    public void A_silo_that_loads_nothing_takes_GPUs_for_those_of_the_workers(string config, string expected) =>
        Assert.Equal(expected, string.Join(' ', _repository.Spec(config, new RepositoryOptions { LoadsModels = false }).Replicas.Select(slot => slot.Device)));

    [Theory]
    [InlineData("instance_group { kind: KIND_GPU }", 0, "instance_group[0].kind is KIND_GPU; allowed: KIND_AUTO, KIND_CPU, because this silo has no GPU")]
    [InlineData("instance_group { kind: KIND_GPU gpus: 0 }", 0, "instance_group[0].gpus[0] is 0; allowed: nothing, because this silo has no GPU")]
    [InlineData("instance_group { kind: KIND_GPU gpus: [0, 2] }", 2, "instance_group[0].gpus[1] is 2; allowed: an integer from 0 to 1, one for each GPU of this silo")]
    [InlineData("instance_group { kind: KIND_CPU gpus: [0] }", 2, "instance_group[0].gpus is 0; allowed: nothing, because kind is KIND_CPU")]
    [InlineData("instance_group { kind: KIND_MODEL }", 0, "instance_group[0].kind is KIND_MODEL; allowed: KIND_AUTO, KIND_GPU, KIND_CPU")]
    [InlineData("instance_group { count: -1 }", 0, "instance_group[0].count is -1; allowed: an integer from 0 to 1024")]
    [InlineData("instance_group [{ count: 1000 }, { count: 25 }]", 0, "instance_group asks for 1025 replicas; allowed: at most 1024")]
    [InlineData("instance_group { passive: true }", 0, "instance_group[0].passive is not supported")]
    public void Instance_groups_that_can_not_be_kept_are_refused(string config, int gpus, string expected) =>
        Assert.Contains(expected, _repository.Reason(config, new RepositoryOptions { Gpus = gpus }), StringComparison.Ordinal);

    [Fact]
    public void Parameters_go_to_the_runtime_and_the_thread_count_to_the_slots()
    {
        var spec = _repository.Spec("parameters { key: 'INTRA_OP_THREAD_COUNT' value { string_value: '4' } } parameters [ { key: 'a' value: { string_value: 'b' } } ]");

        Assert.Equal(new DeviceSlot("cpu", 4), Assert.Single(spec.Replicas));
        Assert.Equal("b", spec.Parameters["a"]);
        Assert.Equal("4", spec.Parameters["INTRA_OP_THREAD_COUNT"]);
    }

    [Theory]
    [InlineData("'four'")]
    [InlineData("'0'")]
    [InlineData("''")]
    public void A_thread_count_that_is_none_is_refused(string value) =>
        Assert.Contains("parameters[0].value.string_value of INTRA_OP_THREAD_COUNT is", _repository.Reason($"parameters {{ key: 'INTRA_OP_THREAD_COUNT' value {{ string_value: {value} }} }}"), StringComparison.Ordinal);

    [Fact]
    public void The_later_of_two_parameters_with_one_key_counts() =>
        Assert.Equal("2", _repository.Spec("parameters { key: 'a' value { string_value: '1' } } parameters { key: 'a' value { string_value: '2' } }").Parameters["a"]);
}
