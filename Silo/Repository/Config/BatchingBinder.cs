using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>dynamic_batching</c>, and the parameters that say more of batches than Triton's message can.</summary>
internal sealed class BatchingBinder(int maxBatchSize, RepositoryOptions options)
{
    private const string MaxBatchBytesKey = "MAX_BATCH_BYTES";
    private const string MaxQueueBytesKey = "MAX_QUEUE_BYTES";

    /// <summary>What a model gets that has no configuration: one request at a time.</summary>
    public static BatchingSpec Default(RepositoryOptions options) =>
        new(MaxBatchSize: 1, MaxQueueDelay: TimeSpan.Zero, MaxQueueSize: 0) { MaxBatchBytes = options.MaxBatchBytes, MaxQueueBytes = options.MaxQueueBytes };

    public (BatchingSpec Batching, bool PreserveOrdering) Bind(MessageReader root, ModelParameters parameters, ModelSignature? signature)
    {
        // Triton batches only where the block is there. Here batching costs an idle replica no wait, so max_batch_size is enough.
        var spec = Default(options) with
        {
            MaxBatchSize = Math.Max(1, maxBatchSize),
            Padding = new PaddingBinder(maxBatchSize, signature).Bind(parameters),
            MaxBatchBytes = parameters.Integer(MaxBatchBytesKey, 1, RepositoryOptions.MaxBytes, options.MaxBatchBytes),
            MaxQueueBytes = parameters.Integer(MaxQueueBytesKey, 1, RepositoryOptions.MaxBytes, options.MaxQueueBytes),
        };
        if (root.Message("dynamic_batching") is not { } batching) return (spec, false);

        if (maxBatchSize == 0) batching.Report.Warn(batching.At, "dynamic_batching forms no batches, because max_batch_size is 0");
        spec = Queues(batching, spec) with
        {
            MaxQueueDelay = QueuePolicyBinder.Microseconds(batching, "max_queue_delay_microseconds"),
            PreferredBatchSizes = Preferred(batching),
        };
        var preserveOrdering = batching.Flag("preserve_ordering");
        if (preserveOrdering)
            batching.Report.Warn(batching.PlaceOf("preserve_ordering"), $"{batching.Key("preserve_ordering")} changes nothing: the responses of a stream are in its order anyway, others come when they are ready");
        batching.Close();
        return (spec, preserveOrdering);
    }

    private static BatchingSpec Queues(MessageReader batching, BatchingSpec spec)
    {
        var levels = (int)batching.Integer("priority_levels", 0, int.MaxValue, 0);
        var defaultPolicy = batching.Message("default_queue_policy") is { } policy ? QueuePolicyBinder.Bind(policy) : new QueuePolicy();
        return spec with
        {
            // Triton bounds each level's queue; where there is but one, that is all that waits.
            MaxQueueSize = levels == 0 ? defaultPolicy.MaxQueueSize : 0,
            PriorityLevels = levels,
            DefaultPriority = DefaultPriority(batching, levels),
            DefaultPolicy = defaultPolicy,
            LevelPolicies = LevelPolicies(batching, levels),
        };
    }

    private static int DefaultPriority(MessageReader batching, int levels)
    {
        const string Name = "default_priority_level";
        if (levels == 0) return WithoutLevels(batching, Name);
        if (!batching.Has(Name)) batching.Missing(Name, $"it is the level, from 1 to {levels}, of requests that name none");
        return (int)batching.Integer(Name, 1, levels, levels);
    }

    private static ImmutableDictionary<int, QueuePolicy> LevelPolicies(MessageReader batching, int levels)
    {
        const string Name = "priority_queue_policy";
        if (levels == 0)
        {
            WithoutLevels(batching, Name);
            return ImmutableDictionary<int, QueuePolicy>.Empty;
        }
        var policies = ImmutableDictionary.CreateBuilder<int, QueuePolicy>();
        foreach (var (level, policy) in batching.Map(Name, entry => Level(entry, levels))) policies[level] = QueuePolicyBinder.Bind(policy);
        return policies.ToImmutable();
    }

    private static int Level(MessageReader entry, int levels)
    {
        if (!entry.Has("key")) entry.Missing("key", $"it is a level from 1 to {levels}");
        return (int)entry.Integer("key", 1, levels, 0);
    }

    private static int WithoutLevels(MessageReader batching, string name)
    {
        if (batching.Has(name)) batching.Report.Warn(batching.PlaceOf(name), $"{batching.Key(name)} has no effect, because priority_levels is 0");
        return 0;
    }

    private ImmutableArray<int> Preferred(MessageReader batching)
    {
        var allowed = maxBatchSize == 0 ? "nothing, because max_batch_size is 0" : $"an integer from 1 to {maxBatchSize}, max_batch_size";
        var sizes = batching.Integers("preferred_batch_size", size => size >= 1 && size <= maxBatchSize, allowed);
        return [.. sizes.Distinct().Order().Select(size => (int)size)];
    }
}
