using OrleansInference.Models;
using OrleansInference.Repository;

namespace OrleansInference.Tests.Repository.Config;

public sealed class BatchingConfigTests : IDisposable
{
    private const string Batches = "max_batch_size: 8 input { name: 'x' data_type: TYPE_FP32 dims: 4 }\n";

    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void A_model_that_can_batch_does_so_without_waiting_also_where_no_batching_is_configured() =>
        Assert.Equal(new BatchingSpec(8, TimeSpan.Zero, 0), _repository.Spec(Batches).Batching);

    [Fact]
    public void An_empty_block_changes_nothing()
    {
        var batching = Bind("");

        Assert.Empty(batching.PreferredBatchSizes);
        Assert.Equal(new BatchingSpec(8, TimeSpan.Zero, 0), batching with { PreferredBatchSizes = [] });
    }

    [Fact]
    public void Every_field_of_a_model_without_levels_is_bound()
    {
        var spec = _repository.Spec(Batches + """
            dynamic_batching {
              preferred_batch_size: [ 8, 2, 4, 2 ]
              max_queue_delay_microseconds: 250
              default_queue_policy { max_queue_size: 40 default_timeout_microseconds: 1500000 timeout_action: DELAY allow_timeout_override: true }
            }
            """);

        Assert.Equal((8, TimeSpan.FromMicroseconds(250), 40), (spec.Batching.MaxBatchSize, spec.Batching.MaxQueueDelay, spec.Batching.MaxQueueSize));
        Assert.Equal([2, 4, 8], spec.Batching.PreferredBatchSizes.ToArray());
        Assert.Equal((0, 0), (spec.Batching.PriorityLevels, spec.Batching.DefaultPriority));
        Assert.Empty(spec.Batching.LevelPolicies);
        Assert.Equal(
            new QueuePolicy { MaxQueueSize = 40, DefaultTimeout = TimeSpan.FromSeconds(1.5), TimeoutAction = TimeoutAction.Delay, AllowTimeoutOverride = true },
            spec.Batching.DefaultPolicy);
    }

    [Fact]
    public void A_timeout_of_zero_is_none() =>
        Assert.Null(Bind("default_queue_policy { default_timeout_microseconds: 0 }").DefaultPolicy.DefaultTimeout);

    [Theory]
    [InlineData("timeout_action: REJECT", TimeoutAction.Reject)]
    [InlineData("timeout_action: 0", TimeoutAction.Reject)]
    [InlineData("timeout_action: 1", TimeoutAction.Delay)]
    [InlineData("", TimeoutAction.Reject)]
    public void What_becomes_of_the_late_is_rejection_unless_said_otherwise(string written, TimeoutAction action) =>
        Assert.Equal(action, Bind($"default_queue_policy {{ {written} }}").DefaultPolicy.TimeoutAction);

    [Fact]
    public void Each_level_has_the_policy_that_its_key_names_and_the_size_of_a_queue_is_each_levels_own()
    {
        var batching = Bind("""
            priority_levels: 3 default_priority_level: 2
            default_queue_policy { max_queue_size: 10 }
            priority_queue_policy { key: 1 value { max_queue_size: 5 } }
            priority_queue_policy [ { key: 3 value: { timeout_action: DELAY default_timeout_microseconds: 7 } } ]
            """);

        Assert.Equal((3, 2, 0), (batching.PriorityLevels, batching.DefaultPriority, batching.MaxQueueSize));
        Assert.Equal(new QueuePolicy { MaxQueueSize = 10 }, batching.DefaultPolicy);
        Assert.Equal([1, 3], batching.LevelPolicies.Keys.Order());
        Assert.Equal(new QueuePolicy { MaxQueueSize = 5 }, batching.LevelPolicies[1]);
        Assert.Equal(new QueuePolicy { TimeoutAction = TimeoutAction.Delay, DefaultTimeout = TimeSpan.FromMicroseconds(7) }, batching.LevelPolicies[3]);
    }

    [Fact]
    public void A_level_without_fields_has_the_policy_of_all_defaults_rather_than_the_models_default() =>
        Assert.Equal(new QueuePolicy(), Bind("priority_levels: 1 default_priority_level: 1 default_queue_policy { max_queue_size: 9 } priority_queue_policy { key: 1 }").LevelPolicies[1]);

    [Fact]
    public void The_later_of_two_policies_of_one_level_counts() =>
        Assert.Equal(2, Bind("priority_levels: 1 default_priority_level: 1 priority_queue_policy { key: 1 value { max_queue_size: 1 } } priority_queue_policy { key: 1 value { max_queue_size: 2 } }").LevelPolicies[1].MaxQueueSize);

    [Theory]
    [InlineData("default_priority_level: 1", "config.pbtxt:2:44 dynamic_batching.default_priority_level has no effect, because priority_levels is 0")]
    [InlineData("priority_queue_policy { key: 4 }", "config.pbtxt:2:42 dynamic_batching.priority_queue_policy has no effect, because priority_levels is 0")]
    [InlineData("preserve_ordering: true", "config.pbtxt:2:39 dynamic_batching.preserve_ordering changes nothing: the responses of a stream are in its order anyway, others come when they are ready")]
    [InlineData("default_queue_policy { patience: 3 }", "config.pbtxt:2:43 dynamic_batching.default_queue_policy.patience is unknown and ignored")]
    public void What_has_no_effect_is_named_with_its_place(string written, string expected) =>
        Assert.Equal([expected], _repository.Configured(Batches + $"dynamic_batching {{ {written} }}").Warnings.ToArray());

    [Fact]
    public void To_ask_for_no_order_is_no_reason_for_a_warning() =>
        Assert.Empty(_repository.Configured(Batches + "dynamic_batching { preserve_ordering: false }").Warnings);

    [Theory]
    [InlineData("max_queue_delay_microseconds: -1", "2:50 dynamic_batching.max_queue_delay_microseconds is -1; allowed: an integer from 0 to 86400000000")]
    [InlineData("max_queue_delay_microseconds: 1.5", "is 1.5; allowed")]
    [InlineData("preferred_batch_size: [ 0, 8, 9 ]", "2:44 dynamic_batching.preferred_batch_size[0] is 0; allowed: an integer from 1 to 8, max_batch_size; 2:50 dynamic_batching.preferred_batch_size[2] is 9; allowed: an integer from 1 to 8, max_batch_size")]
    [InlineData("priority_levels: -1", "dynamic_batching.priority_levels is -1; allowed: an integer from 0 to 2147483647")]
    [InlineData("priority_levels: 3", "2:18 dynamic_batching.default_priority_level is missing; it is the level, from 1 to 3, of requests that name none")]
    [InlineData("priority_levels: 3 default_priority_level: 0", "dynamic_batching.default_priority_level is 0; allowed: an integer from 1 to 3")]
    [InlineData("priority_levels: 3 default_priority_level: 4", "dynamic_batching.default_priority_level is 4; allowed: an integer from 1 to 3")]
    [InlineData("priority_levels: 3 default_priority_level: 1 priority_queue_policy { key: 4 }", "dynamic_batching.priority_queue_policy[0].key is 4; allowed: an integer from 1 to 3")]
    [InlineData("priority_levels: 3 default_priority_level: 1 priority_queue_policy { key: '1' }", "dynamic_batching.priority_queue_policy[0].key is \"1\"; allowed: an integer from 1 to 3")]
    [InlineData("priority_levels: 3 default_priority_level: 1 priority_queue_policy { value { } }", "dynamic_batching.priority_queue_policy[0].key is missing; it is a level from 1 to 3")]
    [InlineData("priority_levels: 3 default_priority_level: 1 priority_queue_policy { key: 2 value { max_queue_size: -1 } }", "dynamic_batching.priority_queue_policy[0].value.max_queue_size is -1; allowed: an integer from 0 to 2147483647")]
    [InlineData("default_queue_policy { max_queue_size: 4294967295 }", "max_queue_size is 4294967295; allowed: an integer from 0 to 2147483647")]
    [InlineData("default_queue_policy { default_timeout_microseconds: 86400000001 }", "default_timeout_microseconds is 86400000001; allowed: an integer from 0 to 86400000000")]
    [InlineData("default_queue_policy { timeout_action: WAIT }", "dynamic_batching.default_queue_policy.timeout_action is WAIT; allowed: REJECT, DELAY")]
    [InlineData("default_queue_policy { allow_timeout_override: 2 }", "dynamic_batching.default_queue_policy.allow_timeout_override is 2; allowed: true or false")]
    [InlineData("preserve_ordering: 'yes'", "dynamic_batching.preserve_ordering is \"yes\"; allowed: true or false")]
    public void Batching_that_can_not_be_kept_is_refused(string written, string expected) =>
        Assert.Contains(expected, _repository.Reason(Batches + $"dynamic_batching {{ {written} }}"), StringComparison.Ordinal);

    [Fact]
    public void A_block_that_is_none_is_refused() =>
        Assert.Contains("dynamic_batching is 1; allowed: a message in braces", _repository.Reason(Batches + "dynamic_batching: 1"), StringComparison.Ordinal);

    [Fact]
    public void A_model_that_does_not_batch_prefers_no_size() => Assert.Contains(
        "dynamic_batching.preferred_batch_size[0] is 1; allowed: nothing, because max_batch_size is 0",
        _repository.Reason("dynamic_batching { preferred_batch_size: 1 }"), StringComparison.Ordinal);

    [Fact]
    public void Bytes_are_bounded_by_the_options_unless_the_model_says_otherwise()
    {
        var options = new RepositoryOptions { MaxBatchBytes = 1000, MaxQueueBytes = 2000 };

        var plain = _repository.Spec(Batches, options).Batching;
        var own = _repository.Spec(Batches + "parameters { key: 'MAX_BATCH_BYTES' value { string_value: '10' } } parameters { key: 'MAX_QUEUE_BYTES' value { string_value: '20' } }", options).Batching;
        using var bare = new TemporaryRepository().With("m/1/model.pt");
        var unconfigured = bare.Scan(options)[0].Spec!.Batching;

        Assert.Equal((1000, 2000), (plain.MaxBatchBytes, plain.MaxQueueBytes));
        Assert.Equal((10, 20), (own.MaxBatchBytes, own.MaxQueueBytes));
        Assert.Equal((1000, 2000), (unconfigured.MaxBatchBytes, unconfigured.MaxQueueBytes));
    }

    [Theory]
    [InlineData("MAX_BATCH_BYTES", "'0'")]
    [InlineData("MAX_QUEUE_BYTES", "'1 GB'")]
    [InlineData("MAX_QUEUE_BYTES", "'1099511627777'")]
    [InlineData("MAX_BATCH_BYTES", "''")]
    public void A_bound_that_is_none_is_refused(string key, string value) => Assert.Contains(
        $"parameters[0].value.string_value of {key} is {value.Replace('\'', '"')}; allowed: an integer from 1 to 1099511627776",
        _repository.Reason($"parameters {{ key: '{key}' value {{ string_value: {value} }} }}"), StringComparison.Ordinal);

    private BatchingSpec Bind(string dynamicBatching) => _repository.Spec(Batches + $"dynamic_batching {{ {dynamicBatching} }}").Batching;
}
