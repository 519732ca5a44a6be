using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>dynamic_batching</c>: how long a batch waits, how many requests may wait, and their default time-out.</summary>
internal static class BatchingBinder
{
    private const long DayMicroseconds = 24L * 60 * 60 * 1_000_000;

    public static (BatchingSpec Batching, TimeSpan? DefaultTimeout) Bind(MessageReader root, int maxBatchSize)
    {
        // Triton batches only where the block is there. Here batching costs an idle replica no wait, so max_batch_size is enough.
        var spec = new BatchingSpec(Math.Max(1, maxBatchSize), TimeSpan.Zero, MaxQueueSize: 0);
        if (root.Message("dynamic_batching") is not { } batching) return (spec, null);

        if (maxBatchSize == 0) batching.Report.Warn(batching.At, "dynamic_batching forms no batches, because max_batch_size is 0");
        spec = spec with { MaxQueueDelay = Microseconds(batching, "max_queue_delay_microseconds") };
        batching.NotUsed("preferred_batch_size", "preserve_ordering", "priority_levels", "default_priority_level", "priority_queue_policy");

        var timeout = TimeSpan.Zero;
        if (batching.Message("default_queue_policy") is { } policy)
        {
            spec = spec with { MaxQueueSize = (int)policy.Integer("max_queue_size", 0, int.MaxValue, 0) };
            timeout = Microseconds(policy, "default_timeout_microseconds");
            policy.NotUsed("timeout_action", "allow_timeout_override");
            policy.Close();
        }
        batching.Close();
        return (spec, timeout == TimeSpan.Zero ? null : timeout);
    }

    private static TimeSpan Microseconds(MessageReader reader, string name) =>
        TimeSpan.FromTicks(reader.Integer(name, 0, DayMicroseconds, 0) * TimeSpan.TicksPerMicrosecond);
}
