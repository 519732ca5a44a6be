using OrleansInference.Models;
using OrleansInference.Protocol;

namespace OrleansInference.FrontDoors;

/// <summary>Triton's message of how a model's requests are queued and batched.</summary>
internal static class BatchingMessage
{
    public static ModelDynamicBatching Of(ModelSpec spec)
    {
        var batching = spec.Batching;
        var message = new ModelDynamicBatching
        {
            MaxQueueDelayMicroseconds = (ulong)batching.MaxQueueDelay.TotalMicroseconds,
            PreserveOrdering = spec.Description.PreserveOrdering,
            PriorityLevels = (ulong)batching.PriorityLevels,
            DefaultPriorityLevel = (ulong)batching.DefaultPriority,
            DefaultQueuePolicy = Of(batching.DefaultPolicy),
        };
        // As in Triton: where no size is preferred, it's the largest.
        message.PreferredBatchSize.AddRange(batching.PreferredBatchSizes.IsEmpty ? [batching.MaxBatchSize] : batching.PreferredBatchSizes);
        foreach (var (level, policy) in batching.LevelPolicies.OrderBy(policy => policy.Key))
            message.PriorityQueuePolicy[(ulong)level] = Of(policy);
        return message;
    }

    private static ModelQueuePolicy Of(QueuePolicy policy) => new()
    {
        TimeoutAction = policy.TimeoutAction == TimeoutAction.Delay ? ModelQueuePolicy.Types.TimeoutAction.Delay : ModelQueuePolicy.Types.TimeoutAction.Reject,
        DefaultTimeoutMicroseconds = (ulong)(policy.DefaultTimeout?.TotalMicroseconds ?? 0),
        AllowTimeoutOverride = policy.AllowTimeoutOverride,
        MaxQueueSize = (uint)policy.MaxQueueSize,
    };
}
